public import ConnectorKit
public import GatewayModel
import HTTPTypes

/// Files that are given to the gateway to be sent: as bytes, or as an address to fetch them from.
public struct MediaUploads: Sendable {
    private let surroundings: Surroundings
    private let blobs: any Blobs
    private let transport: any DownloadingTransport

    init(_ surroundings: Surroundings, blobs: any Blobs, transport: any DownloadingTransport) {
        self.surroundings = surroundings
        self.blobs = blobs
        self.transport = transport
    }

    /// Of one file: what the most generous of the installed platforms carries.
    public var mostBytes: Int {
        surroundings.connectors.all.flatMap(\.capabilities.media.mostBytesByType.values).max() ?? 0
    }

    /// What any of the installed platforms carries.
    public var types: Set<String> {
        Set(surroundings.connectors.all.flatMap(\.capabilities.media.mostBytesByType.keys))
    }

    /// A file whose bytes are coming. Given up where it is forgotten.
    public struct Upload: Sendable {
        let id: ID<Media>
        let draft: MediaDraft
        let types: Set<String>
        let direction: Message.Direction

        /// - Throws: ``Refusal`` when there are too many.
        public func append(_ bytes: UnsafeRawBufferPointer) throws {
            do { try draft.append(bytes) } catch let failure as MediaFailure { throw Refusal(failure) }
        }

        public func discard() { draft.discard() }
    }

    /// - Parameters:
    ///   - declaredBytes: refused before a byte is read, where they are too many.
    ///   - limits: what is taken; `nil` for whatever any platform carries.
    ///   - direction: inbound for a file of a customer.
    public func begin(
        declaredBytes: Int?, within limits: MediaLimits? = nil, direction: Message.Direction = .outbound
    ) throws -> Upload {
        let types = limits.map { Set($0.mostBytesByType.keys) } ?? types
        let mostBytes = limits?.mostBytesByType.values.max() ?? mostBytes
        guard mostBytes > 0 else {
            throw Refusal(.conflict, "no-media", "None of the installed platforms carries files.")
        }
        if let declaredBytes, declaredBytes > mostBytes { throw Refusal(MediaFailure.tooLarge(mostBytes)) }
        let id: ID<Media> = surroundings.ids.next()
        return Upload(
            id: id, draft: MediaDraft(try blobs.draft(id.blobName), mostBytes: mostBytes), types: types,
            direction: direction)
    }

    /// Makes the bytes durable. There is no such file until it is kept.
    public func finish(_ upload: Upload, declaredType: String?, fileName: String?) async throws -> Media {
        let contents: MediaDraft.Contents
        do {
            contents = try await upload.draft.finish { upload.types.contains($0.rawValue) }
        } catch {
            upload.discard()
            if let failure = error as? MediaFailure { throw Refusal(failure, taken: upload.types) }
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
                HTTPCall(method: .get, url: url, timeout: .seconds(30), maximumReplyBytes: mostBytes),
                to: upload.draft)
        } catch {
            upload.discard()
            throw Refusal(error, taken: types, field: "url")
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
        case "addressRefused": self.init(.invalid, "address-refused", explanation, fields: fields)
        default: self.init(.invalid, "media-not-taken", explanation, fields: fields)
        }
    }
}
