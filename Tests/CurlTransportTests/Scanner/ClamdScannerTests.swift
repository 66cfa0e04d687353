import CurlTransport
import Foundation
import Gateway
import Testing

@Suite("Virus scanner, in conversation with a real socket", .timeLimit(.minutes(5)))
struct ClamdScannerTests {
    /// What it says, or why it cannot.
    private func scan(
        _ file: [UInt8], at address: String, patience: Duration = .seconds(120)
    ) async throws -> Result<ScanVerdict, ScanFailure> {
        let scanner = ClamdScanner(try #require(ScannerAddress(address)), patience: patience)
        do throws(ScanFailure) {
            return .success(
                try await scanner.scan { offset, limit in
                    // Never whole.
                    #expect(limit <= 64 << 10)
                    return Array(file.dropFirst(offset).prefix(limit))
                })
        } catch {
            return .failure(error)
        }
    }

    private func kind(_ result: Result<ScanVerdict, ScanFailure>) -> ScanFailure.Kind? {
        guard case .failure(let failure) = result else { return nil }
        return failure.kind
    }

    private static func file(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 3) } }

    @Test("A file goes there as it is, in pieces, and is clean", arguments: [true, false], [0, 1, 65536, 300_001])
    func clean(isLocal: Bool, count: Int) async throws {
        let file = Self.file(count)
        let server = try ScriptedScanner(isLocal: isLocal) { conversation in
            guard conversation.readCommand() == "zINSTREAM", let received = conversation.readStream() else { return }
            let isWhole = received == file && conversation.longestPiece <= 64 << 10
            conversation.write(isWhole ? "stream: OK\0" : "stream: Mangled FOUND\0")
        }
        #expect(try await scan(file, at: server.address) == .success(.clean))
        #expect(server.log.count == 1)
    }

    @Test("A virus is found by its name, wherever in the file it is", arguments: [0, 65_500, 200_000])
    func infected(at offset: Int) async throws {
        let server = try ScriptedScanner.saying()
        let file = Self.file(offset) + Array(ScriptedScanner.eicar.utf8) + Self.file(100)
        #expect(try await scan(file, at: server.address) == .success(.infected(name: "Eicar-Test-Signature")))
    }

    @Test(
        "Whatever is not a clear word is no verdict",
        arguments: [
            ("INSTREAM size limit exceeded. ERROR\0", ScanFailure.Kind.tooLarge),
            ("stream: Can't allocate memory ERROR\0", .unavailable), ("UNKNOWN COMMAND\0", .unavailable),
            ("stream: OK", .unavailable), ("stream: OK\n\0", .unavailable), ("OK\0", .unavailable),
            ("stream: OK ERROR\0", .unavailable), ("\0", .unavailable), ("", .unavailable),
            (String(repeating: "stream: OK", count: 1000) + "\0", .unavailable),
        ])
    func unclear(_ reply: String, _ expected: ScanFailure.Kind) async throws {
        let server = try ScriptedScanner.saying(reply)
        let result = try await scan(Self.file(1000), at: server.address)
        #expect(kind(result) == expected, "\(result)")
    }

    @Test("A name cannot write into a log")
    func names() async throws {
        let server = try ScriptedScanner.saying(
            "stream: Win.\u{1b}[31m\nÄ" + String(repeating: "x", count: 500) + " FOUND\0")
        guard case .success(.infected(let name)) = try await scan([1], at: server.address) else {
            Issue.record("it was found")
            return
        }
        #expect(name.utf8.count <= 100 && name.utf8.allSatisfy { (32..<127).contains($0) } && name.hasPrefix("Win."))
    }

    @Test("A scanner that says in the middle that it is too much is believed", arguments: [true, false])
    func tooLarge(isLocal: Bool) async throws {
        let server = try ScriptedScanner(isLocal: isLocal) { conversation in
            _ = conversation.readCommand()
            _ = conversation.readStream(atMost: 200_000)
            conversation.write("INSTREAM size limit exceeded. ERROR\0")
            // As clamd does: it closes behind its word, and what still comes is not read.
            if !isLocal { conversation.waitForClose() }
        }
        #expect(kind(try await scan(Self.file(8 << 20), at: server.address)) == .tooLarge)
    }

    @Test("One that hangs is not waited for", arguments: ["at once", "in the file", "before its verdict"])
    func hangs(where place: String) async throws {
        let server = try ScriptedScanner { conversation in
            if place != "at once" {
                _ = conversation.readCommand()
                _ = conversation.readStream(atMost: place == "in the file" ? 100_000 : .max)
            }
            conversation.waitForClose()
        }
        let count = place == "before its verdict" ? 1000 : 8 << 20
        let result = try await scan(Self.file(count), at: server.address, patience: .milliseconds(300))
        #expect(kind(result) == .unavailable, "\(result)")
    }

    @Test("One that goes away is no verdict", arguments: ["at once", "in the file", "before its verdict"])
    func goes(where place: String) async throws {
        let server = try ScriptedScanner { conversation in
            guard place != "at once" else { return }
            _ = conversation.readCommand()
            _ = conversation.readStream(atMost: place == "in the file" ? 100_000 : .max)
        }
        #expect(kind(try await scan(Self.file(8 << 20), at: server.address)) == .unavailable)
    }

    @Test("Nobody there, or nobody who listens")
    func nobody() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "no-\(UUID().uuidString.prefix(8)).ctl")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        for address in [
            "unix:/nowhere/clamd.ctl", "unix:\(file.path)", "tcp:127.0.0.1:\(LoopbackServer.unusedPort())",
        ] {
            #expect(kind(try await scan([1], at: address)) == .unavailable, "\(address)")
        }
    }

    @Test("A file that cannot be read any more is not judged by its beginning")
    func unreadable() async throws {
        let server = try ScriptedScanner.saying()
        let scanner = ClamdScanner(try #require(ScannerAddress(server.address)))
        let failure = await #expect(throws: ScanFailure.self) {
            try await scanner.scan { offset, _ in
                if offset > 0 { throw StoreFailure("The disk is gone.") }
                return [1, 2, 3]
            }
        }
        #expect(failure?.kind == .unavailable)
    }

    @Test("Who is told to stop does not wait for it")
    func canceled() async throws {
        let server = try ScriptedScanner { $0.waitForClose() }
        let address = server.address
        let scanning = Task { try await scan([1], at: address, patience: .seconds(3600)) }
        while server.log.count == 0 { await Task.yield() }
        scanning.cancel()
        #expect(kind(try await scanning.value) == .unavailable)
    }

    @Test("Of many at once a few are looked at, and the others wait their turn")
    func many() async throws {
        let server = try ScriptedScanner.saying()
        let scanner = ClamdScanner(try #require(ScannerAddress(server.address)))
        let log = ScannerLog()
        try await withThrowingTaskGroup { group in
            for _ in 0..<60 {
                group.addTask {
                    try await scanner.scan { offset, limit in
                        if offset == 0 { log.begin() }
                        let piece = Array(Self.file(100_000).dropFirst(offset).prefix(limit))
                        if piece.isEmpty { log.end() }
                        return piece
                    }
                }
            }
            for try await verdict in group { #expect(verdict == .clean) }
        }
        #expect(server.log.count == 60 && log.count == 60)
        #expect(log.most <= 8)
    }

    @Test(
        "Where clamd is",
        arguments: ["unix:/run/clamav/clamd.ctl", "tcp:127.0.0.1:3310", "tcp:clamav.our.test:3310", "tcp:[::1]:3310"])
    func addresses(_ text: String) {
        #expect(ScannerAddress(text)?.description == text)
    }

    @Test(arguments: [
        "", "/run/clamav/clamd.ctl", "unix:", "unix:clamd.ctl", "unix:/", "unix:/run/", "tcp:", "tcp:host", "tcp::3310",
        "tcp:host:0", "tcp:host:03310", "tcp:host:65536", "tcp:user@host:3310", "tcp:host:3310/x", "http://host:3310",
        "unix:/" + String(repeating: "x", count: 107),
    ])
    func noAddress(_ text: String) {
        #expect(ScannerAddress(text) == nil)
    }
}
