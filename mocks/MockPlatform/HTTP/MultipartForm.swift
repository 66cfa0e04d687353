private import Foundation
private import HTTPTypes

/// The parts of `multipart/form-data` (RFC 7578).
public struct MultipartForm: Sendable {
    public struct Part: Sendable {
        public let name: String
        public let fileName: String?
        /// Empty where the part has none.
        public let contentType: String
        public let bytes: [UInt8]
    }

    public let parts: [Part]

    /// `nil` where the body is not of this kind, or ends before its last boundary.
    public init?(_ request: MockRequest) {
        guard request.mediaType == "multipart/form-data",
            let boundary = Self.parameter("boundary", of: request.headers[.contentType] ?? ""), !boundary.isEmpty
        else { return nil }
        // The boundary before the first part lacks the line end that begins all others.
        let pieces = ([0x0D, 0x0A] + request.body).split(by: Array("\r\n--\(boundary)".utf8))
        guard pieces.count >= 2, pieces.last?.starts(with: "--".utf8) == true else { return nil }
        var parts: [Part] = []
        for piece in pieces.dropFirst().dropLast() {
            guard let part = Self.part(piece) else { return nil }
            parts.append(part)
        }
        self.parts = parts
    }

    private static func part(_ piece: ArraySlice<UInt8>) -> Part? {
        guard let end = piece.firstRange(of: "\r\n\r\n".utf8) else { return nil }
        var name: String?
        var fileName: String?
        var contentType = ""
        for line in String(decoding: piece[..<end.lowerBound], as: UTF8.self).split(whereSeparator: \.isNewline) {
            let field = line.split(separator: ":", maxSplits: 1).map { String($0).trimmingSpace }
            guard field.count == 2 else { continue }
            switch field[0].lowercased() {
            case "content-disposition":
                name = parameter("name", of: field[1])
                fileName = parameter("filename", of: field[1])
            case "content-type": contentType = field[1]
            default: continue
            }
        }
        return name.map {
            Part(name: $0, fileName: fileName, contentType: contentType, bytes: Array(piece[end.upperBound...]))
        }
    }

    /// The value of a parameter behind a header's semicolons, without its quotes.
    private static func parameter(_ name: String, of header: String) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let pair = piece.split(separator: "=", maxSplits: 1).map { String($0).trimmingSpace }
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            return pair[1].count >= 2 && pair[1].hasPrefix("\"") && pair[1].hasSuffix("\"")
                ? String(pair[1].dropFirst().dropLast()) : pair[1]
        }
        return nil
    }
}

extension String {
    fileprivate var trimmingSpace: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

extension [UInt8] {
    fileprivate func split(by separator: [UInt8]) -> [ArraySlice<UInt8>] {
        let data = Data(self)
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        while let found = data.range(of: Data(separator), in: start..<count) {
            pieces.append(self[start..<found.lowerBound])
            start = found.upperBound
        }
        return pieces + [self[start...]]
    }
}
