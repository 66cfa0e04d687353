import Foundation
import Gateway
import Hummingbird

/// `/readyz` and `/metrics`.
struct MonitoringRoutes {
    let readiness: Readiness
    let exposition: Exposition

    func add(to router: Router<some RequestContext>) {
        router.get("readyz") { _, _ in
            let findings = await readiness.findings()
            let isReady = findings.allSatisfy { $0.problem == nil }
            let view = ReadinessView(
                ready: isReady,
                checks: Dictionary(uniqueKeysWithValues: findings.map { ($0.what, $0.problem ?? "ok") }))
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return Response(
                status: isReady ? .ok : .serviceUnavailable,
                headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(view))))
        }
        router.get("metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: Exposition.contentType],
                body: ResponseBody(byteBuffer: ByteBuffer(string: try await exposition.text())))
        }
    }
}

/// What `/readyz` says: each thing that was looked at, and `ok` or what is wrong with it.
private struct ReadinessView: Encodable {
    let ready: Bool
    let checks: [String: String]
}
