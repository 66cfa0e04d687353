import Foundation

/// The files of this repository.
enum Repository {
    /// Found from where this file is; links are followed, so that it is the real one.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Where our own files lie; whatever else is in the root was made by a tool.
    static let folders = ["Sources", "connectors", "mocks", "Tests", "Benchmarks", "Fuzzing", "docs", "scripts"]
    private static let documentsInRoot = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"]
    private static let filesInRoot = ["Package.swift", "Makefile", ".ci/run"] + documentsInRoot

    /// Every document, those of `docs` included.
    static let documents = documentsInRoot + files(under: "docs").filter { $0.hasSuffix(".md") }.sorted()

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

    /// What `check` says of these files, one after the other.
    ///
    /// Gives way after each: a check looks at every character, and other tests wait for answers meanwhile.
    static func violations(
        in paths: [String], _ check: (_ text: String, _ path: String) -> [String]
    ) async throws -> [String] {
        var violations: [String] = []
        for path in paths {
            violations += check(try text(path), path)
            await Task.yield()
        }
        return violations
    }

    private static func files(under folder: String) -> [String] {
        guard let paths = FileManager.default.enumerator(atPath: root.appending(path: folder).path()) else { return [] }
        var files: [String] = []
        while let path = paths.nextObject() as? String {
            let name = path.split(separator: "/").last ?? ""
            // What a tool leaves behind is hidden, a cache, or resolved on this machine.
            if name.hasPrefix(".") || name == "__pycache__" || name == "Package.resolved" {
                paths.skipDescendants()
            } else if name.hasSuffix(".png") {
                // A picture is no text.
                continue
            } else if isFile("\(folder)/\(path)") {
                files.append("\(folder)/\(path)")
            }
        }
        return files
    }

    private static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: root.appending(path: path).path(), isDirectory: &isFolder)
            && !isFolder.boolValue
    }
}
