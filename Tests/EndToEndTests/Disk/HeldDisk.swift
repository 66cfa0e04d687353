import Foundation

/// A disk under one program that can be made to wait: what the program calls durable meanwhile is not.
struct HeldDisk {
    /// For the program's environment.
    let settings: [String: String]
    private let held: URL

    /// - Parameter slowness: how long each way to the disk takes, besides.
    init(in folder: URL, slowness: Duration = .zero) throws {
        let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "held-disk.c")
        let library = folder.appending(path: "held-disk.so")
        held = folder.appending(path: "held")
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        compiler.arguments = ["clang", "-shared", "-fPIC", "-O1", "-o", library.path, source.path]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw ProgramFailure("\(source.path) does not compile.") }
        settings = [
            "LD_PRELOAD": library.path, "HELD_DISK_FILE": held.path,
            "HELD_DISK_MILLISECONDS": "\(slowness / .milliseconds(1))",
        ]
    }

    func hold() throws { try Data().write(to: held) }
    func release() throws { try FileManager.default.removeItem(at: held) }

    /// How often something was brought to the disk.
    var ways: Int { (try? Data(contentsOf: URL(filePath: held.path + ".ways")).count) ?? 0 }

    /// Whether somebody waits for the disk.
    var isAwaited: Bool { FileManager.default.fileExists(atPath: held.path + ".waiting") }
}
