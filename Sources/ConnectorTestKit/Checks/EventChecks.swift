import ConnectorKit
import GatewayModel

/// Every event of every request counts, once.
extension Conformance {
    var eventChecks: [ConformanceCheck] {
        [
            check("every message of a request counts") { findings in
                let texts = ["STOP", "Hello", "Hello", "e\u{301} 👩‍👩‍👧 日本 %+&=", "  two  spaces  "]
                let messages = (0..<fixture.messagesPerRequest).map { number in
                    FixtureMessage(id: "conformance-\(number)", text: texts[number % texts.count])
                }
                let events = events(sign(fixture.request(carrying: messages)), &findings)
                findings.expect(events.map(text(of:)) == messages.map(\.text), "texts are lost, changed or disordered")
                findings.expect(Set(events.map(\.key)).count == messages.count, "two events have one key")
                for event in events {
                    findings.expect(event.address == fixture.ourAddress, "an event is for \(event.address)")
                    guard case .message(let message) = event.content else { continue }
                    findings.expect(message.from == fixture.customer, "a message is from \(message.from)")
                }
            },
            check("texts arrive as they were written") { findings in
                for text in ["STOP", "  STOP \n", "e\u{301}", "👩‍👩‍👧🇫🇷", "日本", "%41+&=;#?", "\u{0}", "a\r\nb"] {
                    let events = events(sign(messageRequest(text: text)), &findings)
                    let scalars = events.first.flatMap(self.text(of:)).map { Array($0.unicodeScalars) }
                    findings.expect(scalars == Array(text.unicodeScalars), "'\(text)' arrives as something else")
                }
            },
            check("a redelivery brings the same events with the same keys") { findings in
                for request in [messageRequest()] + reportRequests.map(\.request) + fixture.requestsOfUnknownKind {
                    let first = events(sign(request), &findings).map(EventSnapshot.init)
                    let later = request.with(receivedAt: request.receivedAt + .seconds(86_400))
                    let second = events(sign(later), &findings).map(EventSnapshot.init)
                    findings.expect(first == second, "a redelivery reads differently")
                }
            },
            check("different events have different keys, also with equal texts") { findings in
                let messages = ["conformance-1", "conformance-2"].map { sign(messageRequest(id: $0, text: "Yes")) }
                let reports = reportRequests.map { sign($0.request) }
                let keys = (messages + reports).flatMap { events($0, &findings) }.map(\.key)
                findings.expect(Set(keys).count == keys.count, "two events have one key: \(keys)")
            },
            check("reports say which part fares how, in whatever order they come") { findings in
                for (report, request) in reportRequests.reversed() + reportRequests {
                    for event in events(sign(request), &findings) {
                        if case .watermark(let mark) = event.content {
                            findings.expect(mark.status == report.status, "\(report.status) is read as \(mark.status)")
                            findings.expect(mark.customer == fixture.customer, "a watermark is for another customer")
                            continue
                        }
                        guard case .report(let read) = event.content else {
                            findings.expect(false, "a report of \(report.status) is read as something else")
                            continue
                        }
                        findings.expect(read.status == report.status, "\(report.status) is read as \(read.status)")
                        findings.expect(read.platformID == report.platformID, "a report is for another part")
                        findings.expect(
                            read.part == nil || read.part == report.part, "a report names another part of ours")
                        findings.expect(
                            (read.failure != nil) == (read.status == .failed), "a reason where there is none to give")
                        findings.expect(!read.recipientHasOptedOut, "an ordinary report stops the contact")
                        findings.expect(event.address == fixture.ourAddress, "a report is for another address")
                    }
                }
                let reported = Set(reportRequests.map(\.report.status)).subtracting([.sent])
                findings.expect(
                    reported == connector.capabilities.reports,
                    "capabilities declare \(connector.capabilities.reports), reports bring \(reported)")
            },
            check("unknown fields are no error, and those of a message are kept") { findings in
                let plain = messageRequest()
                let request = fixture.request(plain, addingField: "FieldOfTomorrow", value: "kept")
                guard let event = events(sign(request), &findings).first, case .message(let message) = event.content
                else { return findings.expect(false, "an unknown field hides the message") }
                findings.expect(message.text == Self.tellTaleText, "an unknown field changes the text")
                findings.expect(message.details.values.contains("kept"), "an unknown field is lost")
                findings.expect(
                    [event.key] == events(sign(plain), &findings).map(\.key), "an unknown field changes the key")
            },
            check("unknown kinds are no error, and are told by their name") { findings in
                for request in fixture.requestsOfUnknownKind {
                    let events = events(sign(request), &findings)
                    findings.expect(!events.isEmpty, "an unknown kind is swallowed")
                    for event in events {
                        guard case .other(let kind) = event.content else {
                            findings.expect(false, "an unknown kind is taken for a known one")
                            continue
                        }
                        findings.expect(!kind.isEmpty, "an unknown kind has no name")
                    }
                }
            },
        ]
    }

    /// A request for each status that the platform reports.
    var reportRequests: [(report: FixtureReport, request: WebhookRequest)] {
        DeliveryStatus.allCases.compactMap { status in
            let report = FixtureReport(
                part: PartReference(message: Self.messageID, number: 0), platformID: "conformance-out", status: status)
            return fixture.request(reporting: report).map { (report, $0) }
        }
    }

    private func text(of event: PlatformEvent) -> String? {
        guard case .message(let message) = event.content else { return nil }
        return message.text
    }
}
