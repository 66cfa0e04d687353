import Foundation
import Signing

/// The panel's files, as they lie in the program's package: read once.
struct PanelFiles: Sendable {
    static let packaged = PanelFiles(in: Bundle.module.resourceURL!.appending(path: "Panel"))

    struct File: Sendable {
        let bytes: [UInt8]
        let type: String
    }

    /// Another one whenever a file is: what has it in its address can be kept for ever.
    let version: String
    /// The page that every address of the panel answers with; its script finds out which screen is meant.
    let page: [UInt8]
    private let files: [String: File]

    private static let types = [
        "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml",
        "json": "application/json",
    ]

    init(in folder: URL) {
        var files: [String: File] = [:]
        let root = folder.path(percentEncoded: false)
        let hash = HashStream()
        for name in ((try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []).sorted() {
            guard let type = Self.types[String(name.split(separator: ".").last ?? "")],
                let data = try? Data(contentsOf: folder.appending(path: name))
            else { continue }
            files[name] = File(bytes: Array(data), type: type)
            Array(name.utf8).withUnsafeBytes { hash.add($0) }
            data.withUnsafeBytes { hash.add($0) }
        }
        self.files = files
        let version = String(Hex.encode(hash.finish()).prefix(16))
        self.version = version
        let page = (try? String(contentsOf: folder.appending(path: "index.html"), encoding: .utf8)) ?? ""
        self.page = Array(page.replacing("/panel/files/", with: "/panel/files/\(version)/").utf8)
    }

    subscript(name: String) -> File? { files[name] }
}
