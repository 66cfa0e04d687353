import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import Logging
import ServiceLifecycleTestKit
import Testing

@testable import Gateway

/// A gateway whose alerts go to a postbox.
private struct Watched {
    let gateway: TestGateway
    let postbox: Postbox
    let alerts: Alerts

    init(_ gateway: TestGateway, _ postbox: Postbox = Postbox(), isConfigured: Bool = true) {
        self.gateway = gateway
        self.postbox = postbox
        let mail = AlertMail(postbox, to: [MailAddress("admin@our.test")!])
        alerts = Alerts(
            gateway.parts.surroundings, store: gateway.store, mail: isConfigured ? mail : nil,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Its alerts have read everything there is.
    static func make() async throws -> Watched {
        let watched = Watched(try await TestGateway.make())
        try await watched.alerts.drain()
        return watched
    }

    func loseCredentials(_ id: ID<Connection>? = nil) async throws {
        let connection = try await gateway.connection(id)
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.connections.needsReconnect(connection, because: "Token revoked.", in: $0)
        }
    }

    func reconnect(_ id: ID<Connection>? = nil) async throws {
        let connection = try await gateway.connection(id)
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.connections.reconnected(connection, in: $0)
        }
    }

    func checklist(_ verdict: Verdict) async throws {
        let (id, now) = (gateway.setup.salesConnection, gateway.now)
        let item = CheckedItem(
            id: "webhook", title: "Webhook", verdict: verdict, found: "It goes elsewhere.", advice: "Set it.", fix: nil,
            waitsFor: nil, since: 0)
        try await gateway.store.write { transaction in
            try transaction.put(
                ChecklistResult(connection: id, startedAt: now, overall: verdict, since: now, items: [item]),
                dueAt: now + .seconds(900))
            try transaction.append(
                Event(.connectionChecklistChanged, at: now, connection: id, value: verdict.rawValue))
        }
    }

    /// Time goes by, in steps of the interval, and what is due is mailed.
    func pass(_ duration: Duration, step: Duration = .seconds(30)) async throws {
        for _ in 0..<(duration.milliseconds / step.milliseconds) {
            gateway.clock.advance(by: step)
            try await alerts.drain()
        }
    }
}

@Suite("Alerts by mail", .timeLimit(.minutes(5)))
struct AlertTests {
    @Test("A connection that loses its credentials: who, where, why, and what to do; and again when it is back")
    func reconnect() async throws {
        let watched = try await Watched.make()
        try await watched.loseCredentials()
        try await watched.alerts.drain()
        let mail = try #require(watched.postbox.mails.first)
        #expect(mail.to.map(\.text) == ["admin@our.test"])
        #expect(mail.subject == "[Gatehouse] +15550001 of “Sales” must be reconnected")
        for words in [
            "+15550001", "Sales", "Token revoked.", "\(watched.gateway.setup.salesConnection)", "What to do",
            "/v1/platform-apps/\(watched.gateway.setup.app.id)", "2026-01-01T00:01:00Z",
        ] {
            #expect(mail.text.contains(words), "\(words) is not in: \(mail.text)")
        }
        try await watched.pass(.seconds(7200))
        #expect(watched.postbox.mails.count == 1)
        try await watched.reconnect()
        try await watched.alerts.drain()
        #expect(watched.postbox.mails.map(\.subject).last == "[Gatehouse] +15550001 of “Sales” is connected again")
        #expect(watched.postbox.mails.count == 2)
    }

    @Test("A checklist: once when it turns red, once when it is no longer, and what is not known changes nothing")
    func checklist() async throws {
        let watched = try await Watched.make()
        let steps: [(Verdict, Int)] = [
            (.yellow, 0), (.green, 0), (.unknown, 0), (.red, 1), (.red, 1), (.unknown, 1), (.red, 1), (.yellow, 2),
            (.green, 2), (.red, 3),
        ]
        for (verdict, count) in steps {
            try await watched.checklist(verdict)
            try await watched.pass(.seconds(3600))
            #expect(watched.postbox.mails.count == count, "\(verdict)")
        }
        let text = try #require(watched.postbox.mails.first?.text)
        for words in ["Webhook: It goes elsewhere.", "What to do: Set it.", "Sales", "+15550001"] {
            #expect(text.contains(words), "\(words) is not in: \(text)")
        }
    }

    @Test("What flaps is mailed at once, and then once an hour with everything that came meanwhile")
    func flapping() async throws {
        let watched = try await Watched.make()
        for _ in 0..<10 {
            try await watched.loseCredentials()
            try await watched.pass(.seconds(60))
            try await watched.reconnect()
            try await watched.pass(.seconds(60))
        }
        #expect(watched.postbox.mails.count == 1)
        // Another subject has a mail of its own at once.
        try await watched.loseCredentials(watched.gateway.setup.serviceConnection)
        try await watched.alerts.drain()
        #expect(watched.postbox.mails.count == 2)
        #expect(watched.postbox.mails[1].text.contains("+15550002"))
        #expect(!watched.postbox.mails[1].text.contains("+15550001"))

        try await watched.pass(.seconds(3600))
        #expect(watched.postbox.mails.count == 3)
        let digest = watched.postbox.mails[2]
        #expect(digest.text.components(separatedBy: "” must be reconnected").count - 1 == 9)
        #expect(digest.text.components(separatedBy: "” is connected again").count - 1 == 10)
        #expect(!digest.text.contains("+15550002"))
        try await watched.pass(.seconds(3 * 3600))
        #expect(watched.postbox.mails.count == 3)
    }

    @Test("Several subjects at a time are one mail")
    func digest() async throws {
        let watched = try await Watched.make()
        try await watched.loseCredentials()
        try await watched.loseCredentials(watched.gateway.setup.serviceConnection)
        try await watched.alerts.drain()
        #expect(watched.postbox.mails.count == 1)
        #expect(watched.postbox.mails[0].subject.hasSuffix("and 1 more"))
        #expect(watched.postbox.mails[0].text.contains("+15550001"))
        #expect(watched.postbox.mails[0].text.contains("+15550002"))
    }

    @Test("A mail server that is down for hours: tried at growing distances, and nothing is lost")
    func mailDown() async throws {
        let watched = try await Watched.make()
        watched.postbox.fail(.temporary)
        try await watched.loseCredentials()
        try await watched.pass(.seconds(4 * 3600))
        #expect((10...16).contains(watched.postbox.tries), "\(watched.postbox.tries)")
        try await watched.reconnect()
        try await watched.loseCredentials(watched.gateway.setup.serviceConnection)
        // What is not mailed survives the process, too.
        let next = Watched(try watched.gateway.restarted(), watched.postbox)
        watched.postbox.fail(nil)
        try await next.alerts.drain()
        #expect(watched.postbox.mails.count == 1)
        let text = watched.postbox.mails[0].text
        for words in ["+15550001 of “Sales” must be", "is connected again", "+15550002 of “Service” must be"] {
            #expect(text.contains(words), "\(words) is not in: \(text)")
        }
        try await next.pass(.seconds(4 * 3600))
        #expect(watched.postbox.mails.count == 1)
    }

    @Test("Where somebody has to change something it is tried seldom; and once it is mended, it is mailed")
    func refused() async throws {
        let watched = try await Watched.make()
        watched.postbox.fail(.permanent)
        try await watched.loseCredentials()
        try await watched.pass(.seconds(3600))
        #expect(watched.postbox.tries <= 3)
        watched.postbox.fail(nil)
        try await watched.pass(.seconds(1800))
        #expect(watched.postbox.mails.count == 1)
    }

    @Test(
        "A crash between mailing and noting repeats the mail, recognisably; never does it lose one", TestEngine.onFiles)
    func crash() async throws {
        let watched = try await Watched.make()
        try await watched.loseCredentials()
        // Taken in and mailed, and the disk does not take the note.
        try await watched.gateway.store.write { [log = AlertLog(surroundings: watched.gateway.parts.surroundings)] in
            _ = try log.takeIn($0)
        }
        watched.gateway.store.breakWrites(1)
        await #expect(throws: (any Error).self) { try await watched.alerts.drain() }
        #expect(watched.postbox.mails.count == 1)
        let next = Watched(try watched.gateway.restarted(), watched.postbox)
        try await next.alerts.drain()
        #expect(watched.postbox.mails.count == 2)
        #expect(Set(watched.postbox.mails.map(\.reference)).count == 1)
        // The process that lives does not repeat itself: it notes what it has mailed.
        try await watched.pass(.seconds(3 * 3600))
        #expect(watched.postbox.mails.count == 2)
    }

    @Test("A disk that is full while events are taken in: nothing is passed over, nothing is told twice")
    func fullDisk() async throws {
        let watched = try await Watched.make()
        try await watched.loseCredentials()
        for _ in 0..<3 {
            watched.gateway.store.breakWrites(1)
            await #expect(throws: (any Error).self) { try await watched.alerts.drain() }
            #expect(watched.postbox.tries == 0)
        }
        try await watched.pass(.seconds(600))
        #expect(watched.postbox.mails.count == 1)
    }

    @Test("It begins with what happens from now on, and a long log is read to its end")
    func beginning() async throws {
        let gateway = try await TestGateway.make()
        let watched = Watched(gateway)
        try await watched.loseCredentials()
        try await watched.alerts.drain()
        #expect(watched.postbox.mails.isEmpty)
        try await watched.loseCredentials(gateway.setup.serviceConnection)
        try await gateway.store.write { transaction in
            for _ in 0..<1200 { try transaction.append(Event(.messageCreated, at: gateway.clock.now)) }
        }
        try await watched.checklist(.red)
        try await watched.alerts.drain()
        #expect(watched.postbox.mails.count == 1)
        #expect(watched.postbox.mails[0].text.contains("+15550002"))
        #expect(watched.postbox.mails[0].text.contains("checklist of +15550001"))
    }

    @Test("Where no mail is set up nothing is mailed, and what happened meanwhile is not news later")
    func notConfigured() async throws {
        let gateway = try await TestGateway.make()
        let postbox = Postbox()
        let told = Watched(gateway, postbox)
        try await told.alerts.drain()
        postbox.fail(.temporary)
        try await told.loseCredentials()
        try await told.alerts.drain()
        postbox.fail(nil)
        let silent = Watched(gateway, postbox, isConfigured: false)
        try await silent.alerts.drain()
        try await silent.loseCredentials(gateway.setup.serviceConnection)
        try await silent.pass(.seconds(3600))
        let again = Watched(gateway, postbox)
        try await again.pass(.seconds(3600))
        #expect(postbox.mails.isEmpty)
        #expect(postbox.tries == 1)
    }

    @Test("What is removed is not told of; a clock that goes back silences nothing")
    func oddities() async throws {
        let watched = try await Watched.make()
        try await watched.loseCredentials(watched.gateway.setup.serviceConnection)
        try await watched.gateway.store.write { [setup = watched.gateway.setup] in
            try $0.delete(setup.serviceConnection)
        }
        try await watched.alerts.drain()
        #expect(watched.postbox.tries == 0)
        try await watched.loseCredentials()
        try await watched.alerts.drain()
        watched.gateway.clock.advance(by: .seconds(-30 * 24 * 3600))
        try await watched.reconnect()
        try await watched.alerts.drain()
        #expect(watched.postbox.mails.count == 2)
    }

    @Test("As a service it works by itself, and stops when told", arguments: [true, false])
    func service(isConfigured: Bool) async throws {
        let gateway = try await TestGateway.make()
        let first = Watched(gateway)
        try await first.alerts.drain()
        let watched = Watched(gateway, first.postbox, isConfigured: isConfigured)
        try await watched.loseCredentials()
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup { group in
                group.addTask { try await watched.alerts.run() }
                while isConfigured, watched.postbox.mails.isEmpty { await Task.yield() }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
        #expect(watched.postbox.mails.count == (isConfigured ? 1 : 0))
    }
}
