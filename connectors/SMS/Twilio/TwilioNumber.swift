import ConnectorKit
import Foundation
import GatewayModel

/// Twilio: IncomingPhoneNumber resource.
struct TwilioNumber: Decodable {
    let sid: String
    let phoneNumber: String
    let capabilities: Capabilities
    let smsURL: String?
    let smsMethod: String?
    /// With one of these, Twilio ignores the number's own address.
    let smsApplicationSid: String?

    struct Capabilities: Decodable {
        let sms: Bool?
        let mms: Bool?
    }

    enum CodingKeys: String, CodingKey {
        case sid, capabilities
        case phoneNumber = "phone_number"
        case smsURL = "sms_url"
        case smsMethod = "sms_method"
        case smsApplicationSid = "sms_application_sid"
    }

    var isInApplication: Bool { smsApplicationSid?.isEmpty == false }

    /// Where its messages go now, for a person: without query and credentials, which may hold a secret. `nil` for
    /// nowhere.
    var presentTarget: String? {
        if isInApplication { return "a TwiML application" }
        guard let smsURL, !smsURL.isEmpty else { return nil }
        guard var parts = URLComponents(string: smsURL) else { return "another address" }
        (parts.user, parts.password, parts.query, parts.fragment) = (nil, nil, nil, nil)
        return parts.string ?? "another address"
    }

    /// Twilio does not send what stands behind `#`: it holds time limits for the call.
    func isPointed(at address: String) -> Bool {
        !isInApplication && smsURL?.prefix { $0 != "#" } == address[...]
    }
}

/// Twilio: IncomingPhoneNumber resource, list.
struct TwilioNumberList: TwilioList {
    let items: [TwilioNumber]
    let nextPage: String?

    enum CodingKeys: String, CodingKey {
        case items = "incoming_phone_numbers"
        case nextPage = "next_page_uri"
    }
}

/// Twilio: Account resource. It has the auth token, too, which is not read.
struct TwilioAccountState: Decodable {
    let name: String?
    let status: String
    let type: String?

    enum CodingKeys: String, CodingKey {
        case status, type
        case name = "friendly_name"
    }
}

extension TwilioReader {
    func accountState() async throws(TwilioTrouble) -> TwilioAccountState { try await read(account.accountURL) }

    /// The number with this address, if the account owns it. Twilio's filter also finds numbers that only contain it.
    func number(at address: Address) async throws(TwilioTrouble) -> TwilioNumber? {
        let query = FormBody.encode([(name: "PhoneNumber", value: address.value), (name: "PageSize", value: "50")])
        let found = try await all(
            TwilioNumberList.self, account.numbersURL + "?" + String(decoding: query, as: UTF8.self))
        return found.first { PhoneAddress.carried($0.phoneNumber) == address }
    }

    func numbers() async throws(TwilioTrouble) -> [TwilioNumber] {
        try await all(TwilioNumberList.self, account.numbersURL + "?PageSize=100")
    }
}
