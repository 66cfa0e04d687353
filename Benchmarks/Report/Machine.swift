import Foundation

/// What the figures were measured on.
struct Machine {
    let sentence: String
    /// Whether commits reach a disk there.
    let hasDisk: Bool

    init() throws {
        let memory = Int(ProcessInfo.processInfo.physicalMemory >> 20)
        let model = Self.value("model name", in: "/proc/cpuinfo") ?? "an unknown processor"
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let kernel = try String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)
        let system = Self.value("PRETTY_NAME", in: "/etc/os-release") ?? "Linux"
        let folder = FileManager.default.temporaryDirectory.path
        let fileSystem = try Self.fileSystem(of: folder)
        hasDisk = fileSystem != "tmpfs"
        let date = Date().formatted(.iso8601.year().month().day())
        sentence =
            "on \(date) by one run on one machine: \(model), \(cores) cores, \(memory) MiB of memory, \(system), "
            + "Linux \(kernel.trimmingCharacters(in: .newlines)), files on \(fileSystem). Load, gateways, "
            + "PostgreSQL and Kannel share it."
    }

    private static func value(_ name: String, in file: String) -> String? {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(maxSplits: 1) { $0 == ":" || $0 == "=" }.last
            .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t\"")) }
    }

    /// The kind of the file system that the folder is on: that of the longest mount point it begins with.
    private static func fileSystem(of folder: String) throws -> String {
        let mounts = try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: " ") }.filter { $0.count > 2 }
        let holding = mounts.filter { (folder + "/").hasPrefix($0[1] == "/" ? "/" : $0[1] + "/") }
        // Of two on one point the later one is seen.
        return holding.reversed().max { $0[1].count < $1[1].count }.map { String($0[2]) } ?? "an unknown file system"
    }
}
