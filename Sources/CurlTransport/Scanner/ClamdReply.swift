import Gateway

/// What clamd says of a stream (clamd(8), INSTREAM; NEWS of ClamAV 0.95 for the `z` form).
enum ClamdReply {
    private static let longestName = 100

    /// - Parameter line: without its end mark.
    static func verdict(_ line: [UInt8]) throws(ScanFailure) -> ScanVerdict {
        let text = String(decoding: line, as: UTF8.self)
        if text == "stream: OK" { return .clean }
        if text.hasPrefix("stream: "), text.hasSuffix(" FOUND") {
            return .infected(name: readable(text.dropFirst("stream: ".count).dropLast(" FOUND".count)))
        }
        if text.hasPrefix("INSTREAM size limit exceeded") {
            throw ScanFailure(.tooLarge, "The file is larger than the virus scanner takes (StreamMaxLength).")
        }
        throw ScanFailure(.unavailable, "The virus scanner could not look at the file: \(readable(text[...]))")
    }

    private static func readable(_ text: Substring) -> String {
        String(decoding: text.utf8.prefix(longestName).filter { (32..<127).contains($0) }, as: UTF8.self)
    }
}
