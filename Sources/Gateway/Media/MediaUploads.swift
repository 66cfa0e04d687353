import ConnectorKit
public import GatewayModel
import HTTPTypes

/// Files that are given to the gateway: as bytes, or as an address to fetch them from. By those who answer, to be sent;
/// and by customers whose platform brings files here, to be stored with their message.
public struct MediaUploads: Sendable {
    private let surroundings: Surroundings
    private let blobs: any Blobs
    private let scan: MediaScan
    private let transport: any DownloadingTransport

    init(
        _ surroundings: Surroundings, blobs: any Blobs, scanner: (any VirusScanner)? = nil,
        transport: any DownloadingTransport
    ) {
        self.surroundings = surroundings
        self.blobs = blobs
        scan = MediaScan(scanner: scanner, blobs: blobs)
        self.transport = transport
    }

    /// What is taken of whoever says nothing else: what any of the installed platforms carries.
    public var limits: UploadLimits {
        UploadLimits(
            surroundings.connectors.all.reduce(into: [:]) { all, connector in
                all.merge(connector.capabilities.media.mostBytesByType, uniquingKeysWith: max)
            })
    }

    /// A file whose bytes are coming. Given up where it is forgotten.
    public struct Upload: Sendable {
        let id: ID<Media>
        let direction: Message.Direction
        let limits: UploadLimits
        let draft: MediaDraft

        /// - Throws: ``Refusal`` when there are too many.
        public func append(_ bytes: UnsafeRawBufferPointer) throws {
            do { try draft.append(bytes) } catch let failure as MediaFailure { throw Refusal(failure) }
        }

        public func discard() { draft.discard() }
    }

    /// - Parameters:
    ///   - direction: `inbound` for what a customer gives.
    ///   - declaredBytes: refused before a byte is read, where they are too many.
    ///   - limits: where this uploader is held to others than ``limits``.
    public func begin(
        _ direction: Message.Direction = .outbound, declaredBytes: Int?, limits: UploadLimits? = nil
    ) throws -> Upload {
        let limits = limits ?? self.limits
        guard limits.mostBytes > 0 else {
            throw Refusal(.conflict, "no-media", "None of the installed platforms carries files.")
        }
        if let declaredBytes, declaredBytes > limits.mostBytes {
            throw Refusal(MediaFailure.tooLarge(limits.mostBytes))
        }
        let id: ID<Media> = surroundings.ids.next()
        return Upload(
            id: id, direction: direction, limits: limits,
            draft: MediaDraft(try blobs.draft(id.blobName), mostBytes: limits.mostBytes))
    }

    /// Makes the bytes durable, if they are of a type that is taken and the virus scanner lets them pass. There is no
    /// such file until it is kept.
    public func finish(_ upload: Upload, declaredType: String?, fileName: String?) async throws -> Media {
        let contents: MediaDraft.Contents
        do {
            contents = try await upload.draft.finish { try upload.limits.take($0) }
            try await scan.pass(upload.id.blobName)
        } catch {
            upload.discard()
            if let failure = error as? MediaFailure { throw Refusal(failure, taken: upload.limits.types) }
            throw error
        }
        return Media(
            id: upload.id, direction: upload.direction, declaredType: declaredType, type: contents.type.rawValue,
            fileName: fileName, byteCount: contents.byteCount, hash: contents.hash, state: .ready,
            createdAt: surroundings.clock.now)
    }

    public func keep(_ media: Media, in transaction: any StoreTransaction) throws {
        try transaction.insert(media)
    }

    /// Removes the bytes of a file that is not kept. Should that fail, the clean-up does it.
    public func discard(_ media: Media) async {
        try? await blobs.delete(media.id.blobName)
    }

    /// Fetches the file, along redirects, as ``finish(_:declaredType:fileName:)`` leaves it. The transport refuses private addresses, at every hop.
    public func fetch(_ url: String, fileName: String?) async throws -> Media {
        let upload = try begin(declaredBytes: nil)
        let declaredType: String?
        do throws(MediaFailure) {
            declaredType = try await MediaFetch(over: transport).fetch(
                HTTPCall(
                    method: .get, url: url, timeout: .seconds(30), maximumReplyBytes: upload.limits.mostBytes),
                to: upload.draft)
        } catch {
            upload.discard()
            throw Refusal(error, taken: upload.limits.types, field: "url")
        }
        return try await finish(upload, declaredType: declaredType, fileName: fileName)
    }
}

extension ID<Media> {
    /// The name of the file's bytes. An id has nothing but letters of a blob's name.
    var blobName: BlobName { BlobName(description)! }
}

extension Refusal {
    /// Why a file is not taken, as the answer to whoever offered it.
    init(_ failure: MediaFailure, taken types: Set<String> = [], field: String? = nil) {
        var explanation = failure.reason.explanation
        if failure.reason.code == "wrongType", !types.isEmpty {
            explanation += " Taken are: \(types.sorted().joined(separator: ", "))."
        }
        let fields = field.map { [Field($0, explanation)] } ?? []
        switch failure.reason.code {
        case "tooLarge": self.init(.tooLarge, "media-too-large", explanation, fields: fields)
        case "wrongType": self.init(.wrongType, "media-type", explanation, fields: fields)
        case "empty": self.init(.invalid, "media-empty", explanation, fields: fields)
        case "infected": self.init(.invalid, "media-infected", explanation, fields: fields)
        case "notScanned": self.init(.unavailable, "media-not-scanned", explanation, fields: fields)
        case "addressRefused": self.init(.invalid, "address-refused", explanation, fields: fields)
        default: self.init(.invalid, "media-not-taken", explanation, fields: fields)
        }
    }
}
