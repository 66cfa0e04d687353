internal import Foundation
private import Signing

/// The files of the content network, and the signed addresses that lead to them for a while.
struct ContentStore: Sendable {
    static let path = "/content/"

    struct File: Sendable {
        let id: String
        let name: String
        let contentType: String
        let bytes: [UInt8]
    }

    private struct Link {
        let file: String
        let expires: Date
    }

    /// A picture of one blue point, of people who have shown no other.
    private static let portrait: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
        0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xDE, 0x00, 0x00, 0x00,
        0x0C, 0x49, 0x44, 0x41, 0x54, 0x78, 0xDA, 0x63, 0x10, 0xCF, 0x7C, 0x00, 0x00, 0x01, 0xFB, 0x01, 0x61, 0xB9,
        0xD7, 0x28, 0x27, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ]
    private static let portraitID = "portrait"

    private var files: [String: File] = [
        Self.portraitID: File(
            id: Self.portraitID, name: "portrait.png", contentType: "image/png", bytes: Self.portrait)
    ]
    private var links: [String: Link] = [:]

    func file(_ id: String) -> File? {
        files[id]
    }

    mutating func put(_ file: File) {
        files[file.id] = file
    }

    /// A new address of a file, good until then.
    mutating func address(of file: String, base: String, until expires: Date) -> String {
        let token = SecureRandom.token()
        links[token] = Link(file: file, expires: expires)
        let name = files[file]?.name ?? "file"
        return "\(base)\(Self.path)\(token)/\(name)?oe=\(String(Int(expires.timeIntervalSince1970), radix: 16))"
    }

    mutating func portraitAddress(base: String, until expires: Date) -> String {
        address(of: Self.portraitID, base: base, until: expires)
    }

    /// What an address leads to, unless its time is over.
    func file(at path: String, now: Date) -> File? {
        let token = path.dropFirst(Self.path.count).prefix { $0 != "/" }
        guard let link = links[String(token)], link.expires > now else { return nil }
        return files[link.file]
    }
}
