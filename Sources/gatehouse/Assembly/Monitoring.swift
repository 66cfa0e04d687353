import Foundation
import Gateway

/// What others see of how the gateway does: readiness and metrics, with what only the program knows.
struct Monitoring {
    static let version = "0.1.0"

    let readiness: Readiness
    let exposition: Exposition
    let openConnections = OpenConnections()

    init(_ settings: Settings, _ parts: GatewayParts) {
        let folder = URL(filePath: settings.database.stem).deletingLastPathComponent().path
        readiness = Readiness(
            parts.surroundings, store: parts.store, vault: parts.vault, leastFreeBytes: settings.leastFreeDisk << 20,
            freeBytes: { Self.freeBytes(in: folder) })
        let started = Date().timeIntervalSince1970
        exposition = Exposition(
            store: parts.store, clock: parts.surroundings.clock, meters: parts.meters,
            gauges: [
                .openConnections: { [openConnections] in openConnections.gauge },
                .dutyHeld: { parts.heldDuties.map { (labels: [$0.duty.rawValue], value: $0.isHeld ? 1 : 0) } },
                .memory: { [([], Double(Self.residentBytes))] },
                .started: { [([], started)] },
                .build: { [([Self.version], 1)] },
            ])
    }

    private static func freeBytes(in folder: String) -> Int64? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }

    /// Source: proc(5), `/proc/self/statm`: the second number, in pages.
    private static var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
