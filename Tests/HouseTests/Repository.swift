import Foundation

/// The files of this repository.
enum Repository {
    /// Found from where this file is; links are followed, so that it is the real one.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Where our own files lie; whatever else is in the root was made by a tool.
    static let folders = ["Sources", "connectors", "mocks", "Tests", "Benchmarks", "docs", "scripts"]
    static let documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/manual.md"]
    private static let filesInRoot = ["Package.swift", "Makefile", ".ci/run"] + documents.filter { !$0.contains("/") }

    /// Every file of ours, by its path from the root.
    static func files() -> [String] {
        (filesInRoot.filter(exists) + folders.flatMap { files(under: $0) }).sorted()
    }

    static func swiftFiles() -> [String] {
        files().filter { $0.hasSuffix(".swift") }
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path())
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static func files(under folder: String) -> [String] {
        guard let paths = FileManager.default.enumerator(atPath: root.appending(path: folder).path()) else { return [] }
        return paths.compactMap { $0 as? String }.map { "\(folder)/\($0)" }.filter { path in
            // What a tool leaves behind is hidden or a cache.
            !path.split(separator: "/").contains { $0.hasPrefix(".") || $0 == "__pycache__" } && isFile(path)
        }
    }

    private static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: root.appending(path: path).path(), isDirectory: &isFolder)
            && !isFolder.boolValue
    }
}
