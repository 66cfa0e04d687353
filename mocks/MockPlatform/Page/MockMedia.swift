private import Foundation

/// A file that a person attaches to a message.
public struct MockMedia: Sendable, Equatable {
    public let contentType: String
    public let bytes: [UInt8]

    public init(contentType: String, bytes: [UInt8]) {
        self.contentType = contentType
        self.bytes = bytes
    }
}

extension MockMedia {
    /// Reads `data:<type>;base64,<bytes>` (RFC 2397).
    public init?(dataURL: String) {
        guard dataURL.hasPrefix("data:"), let comma = dataURL.firstIndex(of: ",") else { return nil }
        let head = dataURL[..<comma].dropFirst("data:".count)
        guard head.hasSuffix(";base64"),
            let bytes = Data(base64Encoded: String(dataURL[dataURL.index(after: comma)...]))
        else { return nil }
        self.init(contentType: String(head.dropLast(";base64".count)), bytes: Array(bytes))
    }
}
