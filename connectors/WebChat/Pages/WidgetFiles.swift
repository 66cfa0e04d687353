import Foundation
import Signing

/// The widget's files, as they lie in the program's package: read once.
struct WidgetFiles: Sendable {
    static let packaged = WidgetFiles(in: Bundle.module.resourceURL!.appendingPathComponent("Widget"))

    struct File: Sendable {
        fileprivate(set) var bytes: [UInt8]
        let type: String
    }

    /// Another one whenever a file is: what has it in its address can be kept for ever.
    let version: String
    private let files: [String: File]

    private static let types = [
        "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "html": "text/html; charset=utf-8",
        "json": "application/json",
    ]

    init(in folder: URL) {
        var files: [String: File] = [:]
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
        let hash = HashStream()
        for name in names.sorted() {
            guard let type = Self.types[String(name.split(separator: ".").last ?? "")],
                let data = try? Data(contentsOf: folder.appendingPathComponent(name))
            else { continue }
            files[name] = File(bytes: Array(data), type: type)
            Array(name.utf8).withUnsafeBytes { hash.add($0) }
            data.withUnsafeBytes { hash.add($0) }
        }
        if let main = ModuleBundle.joined(
            from: "main.js", reading: { files[$0].map { String(decoding: $0.bytes, as: UTF8.self) } })
        {
            files["main.js"]?.bytes = Array(main.utf8)
        }
        self.files = files
        version = String(Hex.encode(hash.finish()).prefix(16))
    }

    subscript(name: String) -> File? { files[name] }
}
