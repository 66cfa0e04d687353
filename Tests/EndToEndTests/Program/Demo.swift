import Foundation
import MockMessenger

/// What `make run` starts, on ports of its own, and somebody who tries it.
struct Demo {
    let folder: URL
    let process: GatewayProcess
    let phonePort, messengerPort, xPort: Int

    init() async throws {
        folder = try Program.temporaryFolder()
        let port = try Program.freePort()
        (phonePort, messengerPort, xPort) = (try Program.freePort(), try Program.freePort(), try Program.freePort())
        process = try GatewayProcess(
            [
                "demo", "--port", "\(port)", "--mock-port", "\(phonePort)", "--messenger-port", "\(messengerPort)",
                "--x-port", "\(xPort)", "--shop-port", "0",
            ],
            environment: [:], folder: folder, port: port)
        try await process.waitForOutput("Stop with Control-C")
    }

    /// - Returns: the exit status.
    func end() async -> Int32 {
        defer { try? FileManager.default.removeItem(at: folder) }
        return await process.stop()
    }

    func api() async throws -> APIClient {
        let key = try String(contentsOf: folder.appending(path: ".demo/api-key"), encoding: .utf8)
        return try await APIClient.knowing(process.url, token: key.trimmingCharacters(in: .newlines))
    }

    /// The mock of Messenger, as its own page calls it.
    private var messenger: APIClient { APIClient("http://127.0.0.1:\(messengerPort)", token: nil) }

    /// A customer writes to a page.
    func write(_ text: String, to page: String) async throws {
        let order: JSONValue = ["person": "Ada Byron", "page": .string(page), "action": "text", "text": .string(text)]
        _ = try await messenger.post("/mock/act", order).expect(202)
    }

    /// What the customer has got of a page.
    func received(of page: String) async throws -> [String] {
        let shown = try await messenger.get("/mock/conversation?person=Ada%20Byron&page=\(page)").expect(200)
        return shown["messages"].array.filter { $0["direction"] == "received" }.compactMap { $0["text"].string }
    }

    private var x: APIClient { APIClient("http://127.0.0.1:\(xPort)", token: nil) }

    /// A customer writes to the account that is connected.
    func writeOnX(_ text: String) async throws {
        let order: JSONValue = [
            "person": "adabyron", "account": "harbourbooks", "action": "text", "text": .string(text),
        ]
        _ = try await x.post("/mock/act", order).expect(202)
    }

    /// What the customer has got of the account.
    func receivedOnX() async throws -> [String] {
        let shown = try await x.get("/mock/conversation?person=adabyron&account=harbourbooks").expect(200)
        return shown["messages"].array.filter { $0["direction"] == "received" }.compactMap { $0["text"].string }
    }

    /// The pages' owner goes through Facebook's dialog.
    /// - Returns: where the browser is sent back to.
    func logIn(_ dialog: String) async throws -> String {
        let order: JSONValue = ["address": .string(dialog), "user": .string(PageInstallation.owner)]
        return try await messenger.post("/mock/login", order).expect(200)["location"].string ?? ""
    }

    /// A command that it printed, at a terminal: the one with these words.
    func terminal(_ words: String) throws -> Terminal {
        let printed = process.log.split(separator: "\n").first { $0.contains(words) }
        guard let printed else { throw ProgramFailure("\"\(words)\" is not printed: \(process.log)") }
        return try Terminal(printed.trimmingCharacters(in: .whitespaces), folder: folder)
    }
}
