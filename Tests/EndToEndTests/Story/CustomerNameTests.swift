import Foundation
import MockMessenger
import MockPlatform
import Testing

/// What Meta calls a customer, on the real program: looked up, shown, refused, and forgotten.
@Suite("Names of customers")
struct CustomerNameTests {
    private static func conversation(_ desk: PageInstallation) async throws -> JSONValue {
        try await desk.api.get("/v1/conversations").expect(200)["items"][0]
    }

    @Test("A customer writes, and a moment later the conversation has the name; erased, it stands nowhere any more")
    func story() async throws {
        let desk = try await PageInstallation()
        let connection = try await desk.connect().first ?? ""
        try await desk.write("Do you have Moby-Dick?")
        try await eventually("it has the name") {
            try await Self.conversation(desk)["customerName"] == .string(PageInstallation.customer)
        }
        let psid = desk.meta.person(PageInstallation.customer).psid(on: PageInstallation.page) ?? ""
        let customer = "/v1/customers/messenger/\(psid)"
        #expect(try await desk.api.get(customer).expect(200)["name"] == .string(PageInstallation.customer))
        let told = try await desk.api.get("/v1/events?type=conversation.customerNamed").expect(200)["items"].array
        #expect(told.count == 1 && told[0]["data"]["value"] == .null)
        #expect(told[0]["data"]["conversation"]["customerName"] == .string(PageInstallation.customer))
        let (_, _, export) = try CurlDownload(desk.api, "\(customer)/export").end()
        #expect(export.split(separator: "\n").first?.contains("Ada Byron") == true)
        // The call is among the traces, and neither whom it was about nor what came of it.
        try await eventually("it is traced") {
            let traces = try await desk.api.get("/v1/connections/\(connection)/traces?limit=200").expect(200).json
            #expect(!"\(traces)".contains(psid) && !"\(traces)".contains("Byron"))
            return "\(traces)".contains("‹customer›")
        }

        let report = try await desk.api.post("\(customer)/erase").expect(200)
        #expect(report["erased"]["names"] == 1)
        _ = try await desk.api.get(customer).expect(404)
        #expect(!desk.gateway.log.contains("Byron") && !desk.gateway.log.contains(psid))
        await desk.gateway.stop()
        for name in ["gatehouse.sqlite", "gatehouse.sqlite-wal"] {
            let bytes = (try? Data(contentsOf: desk.folder.appending(path: name))) ?? Data()
            #expect(bytes.range(of: Data("Byron".utf8)) == nil, "\(name)")
        }
        await desk.end()
    }

    /// How Meta does not tell a name.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var visibility = MockPersonProfile.Visibility.visible
        var fault: Fault?
    }

    @Test(
        "Meta tells no name, or fails: the message is there all the same, and answered",
        arguments: [
            Refusal(testDescription: "no consent", visibility: .noConsent),
            Refusal(testDescription: "no profile", visibility: .noProfile),
            Refusal(testDescription: "no permission for the profile", visibility: .insufficientPermission),
            Refusal(testDescription: "no such object", fault: .status(400, code: 100, subcode: 33)),
            Refusal(testDescription: "a server's error", fault: .status(500, code: 2)),
            Refusal(testDescription: "a token that is refused", fault: .status(400, code: 190, subcode: 460)),
            Refusal(testDescription: "a cut connection", fault: .cutBeforeAccepting),
        ])
    func refused(_ refusal: Refusal) async throws {
        let desk = try await PageInstallation(settings: Installation.testClock)
        _ = try await desk.connect()
        let person = desk.meta.person(PageInstallation.customer)
        person.update { $0.visibility = refusal.visibility }
        // Makes the id by which the page knows the customer.
        _ = try await person.read(on: PageInstallation.page)
        let psid = person.psid(on: PageInstallation.page) ?? ""
        if let fault = refusal.fault { desk.meta.faults.add(fault, on: .fetchNode, for: psid, times: nil) }
        let path = "/\(psid)"
        try await desk.write("Do you have Moby-Dick?")
        _ = try await desk.meta.recorder.requests.wait { $0.operation == .fetchNode && $0.request.path.hasSuffix(path) }
        #expect(try await desk.texts() == ["Do you have Moby-Dick?"])
        #expect(try await Self.conversation(desk)["customerName"] == .null)
        let answer = try await desk.answer("We have two.")
        try await eventually("it is delivered") { try await desk.status(of: answer)["status"] == "delivered" }

        // What only failed is asked for again.
        guard refusal.fault == .status(500, code: 2) || refusal.fault == .cutBeforeAccepting else {
            return await desk.end()
        }
        desk.meta.faults.clear()
        try await TestClock(desk.gateway).turn(by: .seconds(10))
        try await eventually("it has the name") {
            try await Self.conversation(desk)["customerName"] == .string(PageInstallation.customer)
        }
        await desk.end()
    }
}
