import Gateway
import GatewayModel
import HTTPTypes
import NIOCore

/// Stop lists as CSV: `/v1/contact-points/{id}/stop-list.csv`, and `/v1/stop-list.csv` for every contact point.
struct StopListFileOperations {
    let exports: StopListExport
    let imports: StopListImport
    let clock: any WallClock

    var all: [Operation] {
        [
            export(
                "/v1/contact-points/{id}/stop-list.csv", "Take the stop list of a contact point away as CSV",
                Self.ofContactPoint),
            export("/v1/stop-list.csv", "Take the stop lists of all contact points away as CSV", Self.ofAll),
            takeOver(
                "/v1/contact-points/{id}/stop-list.csv",
                "Put everybody of a CSV file on the stop list of a contact point", Self.ofContactPoint),
            takeOver(
                "/v1/stop-list.csv",
                "Put everybody of a CSV file on the stop lists of the contact points that its lines name", Self.ofAll),
        ]
    }

    private static let ofContactPoint = { @Sendable (call: Operation.Call) throws -> StopListScope in
        .contactPoint(try call.contactPoint())
    }
    private static let ofAll = { @Sendable (_: Operation.Call) throws -> StopListScope in .everyContactPoint }

    private func export(
        _ path: String, _ summary: String, _ scope: @escaping @Sendable (Operation.Call) throws -> StopListScope
    ) -> Operation {
        Operation(
            method: .get, path: path, summary: summary, tag: "Stop list", level: .manager,
            answer: .csv(StopListExport.columns),
            work: .download { call, transaction in
                let scope = try scope(call)
                return Download(
                    scope.fileName, at: clock.now,
                    try exports.document(of: scope, by: call.principal.name, in: transaction))
            })
    }

    private func takeOver(
        _ path: String, _ summary: String, _ scope: @escaping @Sendable (Operation.Call) throws -> StopListScope
    ) -> Operation {
        Operation(
            method: .post, path: path, summary: summary, tag: "Stop list", level: .manager,
            mostRawBytes: StopListImport.mostBytes, rawType: Download.csv,
            answer: .init(status: 200, schema: StopListImportView.schema),
            work: .upload { call, body in
                if let declared = body.declaredBytes, declared > StopListImport.mostBytes {
                    throw Refusal(
                        .tooLarge, "too-large",
                        "The file has more than \(StopListImport.mostBytes >> 20) MiB; split it."
                    )
                }
                let report = try await imports.run(
                    body.pieces.map { Array($0.readableBytesView) }, into: scope(call), by: call.principal.name,
                    permitted: call.permitted)
                // It is stored by now, batch by batch.
                return Operation.Uploaded(keep: { _ in try .json(StopListImportView(report)) }, discard: {})
            })
    }
}
