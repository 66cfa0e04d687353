import ConnectorKit
import HTTPTypes

/// Nothing that comes over the wire ends the program: it is read, or it is rejected.
///
/// The bodies are signed as if they were genuine, for a platform or a proxy may err, too.
extension Conformance {
    var hostileChecks: [ConformanceCheck] {
        [
            check("hostile bodies are rejected or read") { findings in
                for route in connector.webhooks {
                    for contentType in Self.contentTypes {
                        for body in HostileBodies.all {
                            await tryReading(request(route, contentType, body), &findings)
                        }
                    }
                }
            },
            check("a body cut anywhere is rejected or read") { findings in
                for request in [messageRequest()] + reportRequests.map(\.request) {
                    for length in request.body.indices {
                        await tryReading(request.with(body: Array(request.body.prefix(length))), &findings)
                    }
                }
            },
            check("hostile addresses are rejected or read") { findings in
                for query in Self.queries {
                    let request = messageRequest()
                    await tryReading(request.with(url: request.url + query), &findings)
                    for (_, report) in reportRequests {
                        await tryReading(report.with(url: report.url + query), &findings)
                    }
                }
                for url in ["", "x", "://", "https://", "https://:", "https://[::1", "https://h:99999999999/x?y"] {
                    await tryReading(messageRequest().with(url: url), &findings)
                }
            },
        ]
    }

    private static let queries = [
        "", "?", "?%", "?part=", "?part=%00", "?part=msg_.0&part=x", "?\u{FFFD}", "#x", "?a=b#?c",
    ]

    private static let contentTypes: [String?] = ["application/x-www-form-urlencoded", "application/json", nil]

    private func request(_ route: WebhookRoute, _ contentType: String?, _ body: [UInt8]) -> WebhookRequest {
        var headers = HTTPFields()
        headers[.contentType] = contentType
        return WebhookRequest(
            method: route.method, url: "https://gateway.example/hooks/\(connector.platform)/endpoint/\(route.path)",
            route: route.path, headers: headers, body: body, receivedAt: Self.moment)
    }

    /// What is rejected must not be quoted: a reason ends in logs and on screens.
    ///
    /// Megabytes are read without a break otherwise, on every thread there is: other tests would run out of time.
    private func tryReading(_ request: WebhookRequest, _ findings: inout Findings) async {
        await Task.yield()
        _ = verification(sign(request), [fixture.app])
        _ = verification(request, [fixture.app])
        guard case .failure(.malformed(let reason)) = reading(request) else { return }
        findings.expect(!reason.isEmpty && reason.utf8.count < 200, "a reason that says nothing, or quotes the body")
        findings.expect(!reason.contains(Self.tellTaleText), "a reason quotes the message")
    }
}
