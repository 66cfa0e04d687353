import Foundation

/// What the system counts of a process. Source: proc(5).
struct ProcessUsage: Sendable {
    private let folder: String

    init(_ process: Int32) { folder = "/proc/\(process)" }

    /// In bytes: `VmRSS`.
    func memory() throws -> Int { try number("VmRSS:", in: "status") * 1024 }

    /// In bytes: `VmHWM`.
    func peakMemory() throws -> Int { try number("VmHWM:", in: "status") * 1024 }

    /// Begins a new count of ``peakMemory()``.
    func forgetPeakMemory() throws { try Data("5".utf8).write(to: URL(filePath: folder + "/clear_refs")) }

    /// `write_bytes`: what it had sent to the disk, those of its children included that have ended.
    func bytesWritten() throws -> Int { try number("write_bytes:", in: "io") }

    private func number(_ name: String, in file: String) throws -> Int {
        let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        guard let number = line?.split(whereSeparator: \.isWhitespace).compactMap({ Int($0) }).first else {
            throw BenchFailure("no \(name) in \(folder)/\(file)")
        }
        return number
    }

    /// A process and the children that it has now.
    static func family(of parent: Int32) -> [ProcessUsage] {
        let children = try? String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
        return [ProcessUsage(parent)]
            + (children ?? "").split(separator: " ").compactMap { Int32($0) }.map(ProcessUsage.init)
    }
}
