import ConnectorKit
import GatewayModel

/// The files of a part on its way out, as they lie with us.
struct OutgoingFiles: PartFiles {
    let part: Part
    let blobs: any Blobs

    func byteCount(at place: Int) async throws(SendFailure) -> Int {
        let name = try name(at: place)
        let count: Int?
        do { count = try await blobs.byteCount(of: name) } catch { throw Self.unreadable }
        guard let count else { throw Self.missing }
        return count
    }

    func read(at place: Int, from offset: Int, limit: Int) async throws(SendFailure) -> [UInt8] {
        let name = try name(at: place)
        let bytes: [UInt8]?
        do { bytes = try await blobs.read(name, from: offset, limit: limit) } catch { throw Self.unreadable }
        guard let bytes else { throw Self.missing }
        return bytes
    }

    private func name(at place: Int) throws(SendFailure) -> BlobName {
        guard part.media.indices.contains(place), let id = MediaReferences.id(in: part.media[place]) else {
            throw Self.missing
        }
        return id.blobName
    }

    private static let missing = SendFailure(
        code: "mediaMissing", disposition: .giveUp, explanation: "The file is not there any more.")
    private static let unreadable = SendFailure(
        code: "mediaUnreadable", disposition: .retry(after: nil), explanation: "The file cannot be read at the moment.")
}
