import GatewayModel

/// Has a file looked through that lies in the blob store and of which no row says yet that it is ready. Without a
/// scanner every file passes; with one, none that it has not seen.
struct MediaScan: Sendable {
    let scanner: (any VirusScanner)?
    let blobs: any Blobs

    /// - Throws: ``MediaFailure``; the file is not kept then. Should its removal fail, the clean-up does it.
    func pass(_ name: BlobName) async throws(MediaFailure) {
        guard let scanner else { return }
        let failure: MediaFailure
        do throws(ScanFailure) {
            switch try await scanner.scan({ [blobs] in try await blobs.read(name, from: $0, limit: $1) }) {
            case .clean: return
            case .infected(let virus):
                failure = MediaFailure("infected", "The virus scanner found \(virus) in the file.")
            }
        } catch {
            failure =
                switch error.kind {
                case .unavailable: MediaFailure("notScanned", error.explanation, mayPass: true)
                case .tooLarge: MediaFailure("tooLarge", error.explanation)
                }
        }
        try? await blobs.delete(name)
        throw failure
    }
}
