import ConnectorKit
import GatewayModel
import HTTPTypes

extension TwilioProvider {
    /// The names of the items.
    enum Item {
        static let account = "account"
        static let number = "number"
        static let webhook = "webhook"
        static let diversion = "diversion"
        static let signatures = "signatures"
        static let inbound = "inbound"
        static let reports = "reports"
        static let failures = "failures"
        static let queue = "queue"
    }

    var checklist: [ChecklistItem] {
        [
            ChecklistItem(id: Item.account, title: "Account"),
            ChecklistItem(id: Item.number, title: "Number", requires: [Item.account]),
            ChecklistItem(id: Item.webhook, title: "Webhook address", requires: [Item.number]),
            ChecklistItem(id: Item.diversion, title: "Diversion"),
            ChecklistItem(id: Item.signatures, title: "Signatures"),
            ChecklistItem(id: Item.inbound, title: "Last message", requires: [Item.webhook]),
            ChecklistItem(id: Item.reports, title: "Delivery reports", requires: [Item.account]),
            ChecklistItem(id: Item.failures, title: "Deliverability"),
            ChecklistItem(id: Item.queue, title: "Queue", requires: [Item.account]),
        ]
    }

    func findings(
        about connection: OpenConnection, _ facts: ConnectionFacts, over transport: any HTTPTransport
    ) async -> [String: Finding] {
        var findings = [
            Item.diversion: facts.diversionFinding, Item.signatures: facts.signatureFinding(secret: "auth token"),
            Item.inbound: facts.inboundFinding,
            Item.reports: facts.reportFinding, Item.failures: Self.deliverability(facts),
            Item.queue: facts.queueFinding,
        ]
        do throws(TwilioTrouble) {
            let reader = try TwilioReader(connection.app, over: transport)
            let account = Self.finding(about: try await reader.accountState())
            findings[Item.account] = account
            // A suspended account answers nothing else; its items wait for it.
            guard account.verdict == .green || account.verdict == .yellow else { return findings }
        } catch {
            findings[Item.account] = error.finding
            return findings
        }
        do throws(TwilioTrouble) {
            let reader = try TwilioReader(connection.app, over: transport)
            let number = try await reader.number(at: connection.address)
            findings[Item.number] = Self.finding(about: number, sends: facts.sendingMode == .standard)
            if let number { findings[Item.webhook] = Self.webhook(of: number, connection) }
        } catch {
            findings[Item.number] = error.finding
        }
        return findings
    }

    /// Twilio: IncomingPhoneNumber resource, update.
    func fix(
        _ item: String, of connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [String: Secret] {
        guard item == Item.webhook else { throw PlatformRefusal("There is nothing that the gateway could do for it.") }
        do throws(TwilioTrouble) {
            let reader = try TwilioReader(connection.app, over: transport)
            guard let number = try await reader.number(at: connection.address), Self.isSid(number.sid) else {
                throw .noAnswer("The account does not own the number.")
            }
            var call = reader.account.call(.post, reader.account.numberURL(number.sid))
            call.headers[.contentType] = "application/x-www-form-urlencoded"
            var form = [
                (name: "SmsUrl", value: connection.webhookAddress(TwilioWebhook.messagePath)),
                (name: "SmsMethod", value: "POST"),
            ]
            // As long as it names an application, the address beside it means nothing.
            if number.isInApplication { form.append((name: "SmsApplicationSid", value: "")) }
            call.body = FormBody.encode(form)
            let changed: TwilioNumber = try await reader.answer(to: call)
            guard changed.isPointed(at: connection.webhookAddress(TwilioWebhook.messagePath)) else {
                throw .noAnswer("Twilio took the new address, and shows another one.")
            }
            return [:]
        } catch {
            throw PlatformRefusal(error.explanation)
        }
    }

    private static func isSid(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(TwilioAccount.isLetterOrDigit)
    }

    private static func finding(about account: TwilioAccountState) -> Finding {
        switch (account.status, account.type) {
        case ("active", "Trial"):
            Finding(
                .yellow, "A trial account: it writes to verified numbers only.",
                advice: "Upgrade the account in Twilio's console.")
        case ("active", _): Finding(.green, "Twilio takes the credentials, and the account is active.")
        case ("suspended", _):
            Finding(.red, "The account is suspended.", advice: "Settle that with Twilio, in its console.")
        case ("closed", _):
            Finding(.red, "The account is closed.", advice: "Connect the numbers with another account.")
        default:
            Finding(.unknown, "Twilio gives the account a status that is not known.", advice: "Look in its console.")
        }
    }

    private static func finding(about number: TwilioNumber?, sends: Bool) -> Finding {
        guard let number else {
            return Finding(
                .red, "The account does not own this number.",
                advice: "Was it released, or moved to another account? Get it back, or remove the connection.")
        }
        switch (number.capabilities.sms, number.capabilities.mms) {
        case (true?, _) where !sends: return Finding(.green, "The account owns it, and it can receive SMS.")
        case (true?, true?): return Finding(.green, "The account owns it, and it can do SMS and MMS.")
        case (true?, _):
            return Finding(
                .yellow, "The account owns it; it can do SMS and no MMS.", advice: "Send no files from this number.")
        case (false?, _):
            return Finding(
                .red, "The number cannot do SMS.", advice: "Use a number that can; capabilities cannot be added.")
        case (nil, _): return Finding(.unknown, "Twilio does not tell what the number can do.")
        }
    }

    private static func webhook(of number: TwilioNumber, _ connection: OpenConnection) -> Finding {
        let fix = "Point the number's webhook at this gateway"
        guard number.isPointed(at: connection.webhookAddress(TwilioWebhook.messagePath)) else {
            let target = number.presentTarget
            return Finding(
                .red, target.map { "Messages to the number go to \($0)." } ?? "Messages to the number go nowhere.",
                advice: "\(fix). Whatever answers there now hears nothing of them any more.", fix: fix)
        }
        guard number.smsMethod?.uppercased() == "POST" else {
            return Finding(
                .yellow, "The number calls this gateway by GET, which leaves texts in the logs of proxies.",
                advice: "\(fix), by POST.", fix: fix)
        }
        return Finding(.green, "Messages to the number come to this gateway.")
    }

    /// Twilio: 21610 opted out, 30007 filtered, 30034 not registered for A2P 10DLC.
    private static func deliverability(_ facts: ConnectionFacts) -> Finding {
        guard facts.accepted > 0 else { return Finding(.green, "Nothing was sent in the last day.") }
        let share = { (code: String) in Double(facts.failures[code] ?? 0) / Double(facts.accepted) }
        if let unregistered = facts.failures["30034"], unregistered > 0 {
            return Finding(
                .red, "\(unregistered) messages were blocked: the number is not registered for A2P 10DLC.",
                advice: "Register it with a campaign, in Twilio's console.")
        }
        if share("30007") > 0.02 {
            return Finding(
                share("30007") > 0.2 ? .red : .yellow,
                "\(facts.failures["30007"] ?? 0) of \(facts.accepted) messages were filtered by carriers.",
                advice: "Avoid repeated texts and public link shorteners, and say who writes. A number that carriers "
                    + "block for good can be set to blockedOutbound.")
        }
        if share("21610") > 0.02 {
            return Finding(
                .yellow, "\(facts.failures["21610"] ?? 0) of \(facts.accepted) recipients had opted out.",
                advice: "Compare the stop list with the carrier's: import what is missing.")
        }
        return Finding(.green, "Carriers took what was sent in the last day.")
    }
}
