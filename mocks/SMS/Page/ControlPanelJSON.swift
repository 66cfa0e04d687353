private import Foundation
internal import MockPlatform

extension MockNumber {
    var panelJSON: JSON {
        [
            "number": .string(number), "friendlyName": .string(friendlyName), "kind": .string(kind.rawValue),
            "mms": .bool(mms), "smsURL": .string(smsURL), "smsMethod": .string(smsMethod),
            "optOutHandling": .string(optOutHandling.rawValue),
        ]
    }
}

extension PhoneText {
    /// - Parameter base: the mock's own address; media found there are shown to the page without credentials.
    func panelJSON(base: String) -> JSON {
        let media = mediaURLs.map { url in
            url.hasPrefix(base + "/2010-04-01/") ? "/mock/media/" + (url.split(separator: "/").last ?? "") : url
        }
        return [
            "at": .string(at.panelText),
            "number": .string(number), "direction": .string(direction.rawValue), "body": .string(body),
            "media": .array(media.map(JSON.string)), "sid": .optional(sid), "automatic": .bool(isAutomatic),
        ]
    }
}

extension Delivery {
    var panelJSON: JSON {
        var status: JSON = nil
        if case .answered(let code) = outcome { status = .integer(code) }
        return [
            "at": .string(at.panelText),
            "operation": .string(operation.rawValue), "sid": .optional(fields["MessageSid"]),
            "state": .optional(fields["SmsStatus"]), "url": .string(url), "status": status,
            "succeeded": .bool(succeeded), "outcome": .string(outcome.description),
            "fault": .optional(fault.map { "\($0)" }),
        ]
    }
}
