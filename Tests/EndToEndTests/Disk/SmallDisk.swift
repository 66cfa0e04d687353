import Foundation

/// A disk of a few megabytes, in memory, that can be filled up.
final class SmallDisk {
    let folder: URL
    private var ballast: URL { folder.appending(path: "ballast") }

    /// Who may mount is root.
    static let isPossible = getuid() == 0

    init(megabytes: Int) throws {
        folder = try Program.temporaryFolder()
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "tmpfs", folder.path)
    }

    /// Leaves room for so much.
    func fill(leaving bytes: Int) throws {
        var state = statvfs()
        guard statvfs(folder.path, &state) == 0 else { throw ProgramFailure("\(folder.path) is no disk") }
        let free = Int(state.f_bavail) * Int(state.f_frsize)
        try Data(count: max(0, free - bytes)).write(to: ballast)
    }

    func makeRoom() throws { try FileManager.default.removeItem(at: ballast) }

    /// Whoever still has a file open on it keeps it until then.
    func unmount() throws {
        try Self.run("umount", "--lazy", folder.path)
        try FileManager.default.removeItem(at: folder)
    }

    private static func run(_ command: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ProgramFailure("\(command) failed") }
    }
}
