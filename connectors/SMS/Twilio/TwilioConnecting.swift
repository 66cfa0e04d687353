import ConnectorKit
import GatewayModel

extension TwilioProvider {
    /// Credentials → numbers → what would be taken away from somebody else → done.
    func nextStep(after progress: ConnectingProgress, over transport: any HTTPTransport) async -> ConnectingStep {
        let isReconnect = progress.purpose == .reconnect
        let asked = isReconnect ? TwilioAccount.credentials : TwilioAccount.settings
        let credentials = { (text: String) in ConnectingStep(id: "account", text: text, kind: .enter(asked)) }
        if progress.app.secrets.current(TwilioAccount.Key.authToken) == nil
            || isReconnect && progress.answers["account"] == nil
        {
            return credentials(
                isReconnect
                    ? "Enter the account's current auth token, from Twilio's console."
                    : "Enter the account SID and the auth token, from the first page of Twilio's console.")
        }
        do throws(TwilioTrouble) {
            let reader = try TwilioReader(progress.app, over: transport)
            let account = try await reader.accountState()
            guard account.status == "active" else {
                return credentials("Twilio says that this account is not active. Settle that, or enter another one.")
            }
            let label = account.name ?? "Twilio account"
            if isReconnect {
                return ConnectingStep(
                    id: "done", text: "Twilio takes the credentials.",
                    kind: .connect(ConnectingPlan(appLabel: label, addresses: [], fixes: [])))
            }
            return Self.numbersStep(after: progress, label, try await reader.numbers())
        } catch {
            switch error {
            case .refused(let explanation): return credentials(explanation)
            case .missing: return credentials("Twilio knows no account with this SID and these credentials.")
            case .noAnswer(let explanation):
                return ConnectingStep(id: "account", text: explanation, kind: .failed)
            }
        }
    }

    private static func numbersStep(
        after progress: ConnectingProgress, _ label: String, _ numbers: [TwilioNumber]
    ) -> ConnectingStep {
        let free = numbers.filter { number in
            number.capabilities.sms == true && !progress.taken.contains(PhoneAddress.carried(number.phoneNumber))
        }
        guard !free.isEmpty else {
            return ConnectingStep(
                id: "numbers", text: "The account has no number that can do SMS and is not connected already.",
                kind: .failed)
        }
        let chosen = free.filter { progress.answers["numbers"]?.choices.contains($0.phoneNumber) == true }
        guard !chosen.isEmpty else {
            let choices = free.map { number in
                ConnectingChoice(
                    id: number.phoneNumber,
                    label: number.phoneNumber + (number.capabilities.mms == true ? "  SMS, MMS" : "  SMS"))
            }
            return ConnectingStep(
                id: "numbers", text: "Which numbers belong to this contact point?",
                kind: .choose(choices, several: true))
        }
        let ours = progress.webhookAddress(TwilioWebhook.messagePath)
        let elsewhere = chosen.filter { !$0.isPointed(at: ours) && $0.presentTarget != nil }
        guard elsewhere.isEmpty || progress.answers["replace"]?.isConfirmed == true else {
            let list = elsewhere.map { "\($0.phoneNumber) goes to \($0.presentTarget ?? "nowhere")" }
            return ConnectingStep(
                id: "replace",
                text: "Messages to these numbers go elsewhere now, and will come here alone: "
                    + list.joined(separator: "; ") + ".",
                kind: .confirm)
        }
        return ConnectingStep(
            id: "done", text: "The numbers are connected.",
            kind: .connect(
                ConnectingPlan(
                    appLabel: label, addresses: chosen.map { PhoneAddress.carried($0.phoneNumber) },
                    fixes: [Item.webhook])))
    }
}

extension TwilioAccount {
    /// What a reconnect asks for: the account stays the same.
    static var credentials: [SettingsField] {
        settings.filter { [Key.authToken, Key.apiKeySid, Key.apiKeySecret].contains($0.key) }
    }
}
