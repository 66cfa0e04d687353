private import Foundation
private import GatewayModel
private import Signing

/// A mail as it goes over the wire (RFC 5322, with MIME).
///
/// Nothing that stands in it can add a header, begin a part or end the message: addresses cannot hold a line end,
/// control characters of the subject and of the sender's name are spaces, and text and HTML are base64.
public struct MailMessage: Sendable {
    /// Of an encoded word's text in bytes, so that the word stays within 75 characters (RFC 2047, section 2).
    private static let longestWord = 42
    /// More of a subject or a name nobody reads.
    private static let longestLine = 200
    private static let longestReference = 40
    private static let lineEnd = "\r\n"
    /// Between the parts; base64 has no `_`.
    private static let boundary = "=_part"

    public let bytes: [UInt8]

    public init(_ mail: Mail, from sender: MailAddress) {
        let headers = [
            "Date: \(Self.date(mail.at))",
            "Message-ID: <\(Self.safe(mail.reference))@\(sender.domain)>",
            "From: \(Self.phrase(mail.senderName ?? "Gatehouse")) <\(sender)>",
            "To: \(mail.to.map(\.text).joined(separator: "," + Self.lineEnd + " "))",
            "Subject: \(Self.subject(mail.subject))",
            // Nobody's absence is to be answered to a machine (RFC 3834).
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ]
        bytes = Array(
            ((headers + Self.contents(of: mail)).joined(separator: Self.lineEnd) + Self.lineEnd).utf8)
    }

    /// The reader shows the last of several parts that it can (RFC 2046, 5.1.4).
    private static func contents(of mail: Mail) -> [String] {
        let plain = part("plain", mail.text)
        guard let html = mail.html else { return plain }
        return ["Content-Type: multipart/alternative; boundary=\"\(boundary)\"", "", "--\(boundary)"] + plain
            + ["--\(boundary)"] + part("html", html) + ["--\(boundary)--"]
    }

    private static func part(_ type: String, _ text: String) -> [String] {
        ["Content-Type: text/\(type); charset=utf-8", "Content-Transfer-Encoding: base64", ""] + base64(text)
    }

    private static func base64(_ text: String) -> [String] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let encoded = Array(Base64.encode(Array(lines.joined(separator: lineEnd).utf8) + Array(lineEnd.utf8)).utf8)
        return stride(from: 0, to: encoded.count, by: 76).map { start in
            String(decoding: encoded[start..<min(start + 76, encoded.count)], as: UTF8.self)
        }
    }

    private static func subject(_ text: String) -> String {
        let line = line(text)
        let isPlain = line.utf8.count <= 60 && !line.contains("=?") && line.utf8.allSatisfy { (32..<127).contains($0) }
        return isPlain ? line : encodedWords(line).joined(separator: lineEnd + " ")
    }

    /// A name before an address: words, or encoded ones. Signs mean something there.
    private static func phrase(_ text: String) -> String {
        let line = line(text)
        let isPlain = line.utf8.count <= 60 && line.wholeMatch(of: /[A-Za-z0-9]+( [A-Za-z0-9]+)*/) != nil
        return isPlain ? line : encodedWords(line).joined(separator: lineEnd + " ")
    }

    private static func line(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
                ? " " : Character(scalar)
        }
        return String(String(scalars).prefix(longestLine))
    }

    /// No character is torn between two words.
    private static func encodedWords(_ text: String) -> [String] {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > longestWord { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Base64.encode($0))?=" }
    }

    private static func safe(_ reference: String) -> String {
        String(
            reference.prefix(longestReference).map { character in
                let isSafe = character.isASCII && (character.isLetter || character.isNumber)
                return isSafe || "-_.".contains(character) ? character : "-"
            })
    }

    private static func date(_ moment: Timestamp) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, d MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))
    }
}
