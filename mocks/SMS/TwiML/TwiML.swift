internal import MockPlatform

/// What a gateway's answer to an inbound message tells Twilio to do.
struct TwiML: Equatable {
    struct Reply: Equatable {
        let body: String
        let media: [String]
        var to: String?
        var statusCallback: String?
    }

    /// A code of Twilio's error log, with an explanation.
    struct Complaint: Error, Equatable {
        let code: Int
        let explanation: String
    }

    var replies: [Reply] = []
    /// What Twilio logs although it goes on.
    var warnings: [Complaint] = []

    /// Twilio sends no more of them for one inbound message.
    private static let mostReplies = 10
    private static let schema: Set = ["Message", "Sms", "Redirect"]

    static func read(_ body: [UInt8], type: String?) throws(Complaint) -> TwiML {
        guard !body.isEmpty else { return TwiML() }
        let text = String(decoding: body, as: UTF8.self)
        let type = (type ?? "").prefix { $0 != ";" }.lowercased()
        switch type {
        case "text/xml", "application/xml", "text/html":
            break
        case "text/plain":
            return TwiML(replies: [Reply(body: text, media: [])])
        default:
            throw Complaint(code: 12300, explanation: "Invalid Content-Type: \(type)")
        }
        let root: XMLElement
        do throws(XMLReader.Malformed) {
            root = try XMLReader.read(text)
        } catch {
            throw Complaint(code: 12100, explanation: "Document parse failure: \(error.reason)")
        }
        guard root.name == "Response" else {
            throw Complaint(code: 12102, explanation: "Root element is \(root.name), not Response")
        }
        return TwiML(root)
    }

    init(replies: [Reply] = []) {
        self.replies = replies
    }

    private init(_ root: XMLElement) {
        for verb in root.children {
            if verb.name == "Message" || verb.name == "Sms" {
                replies.append(Self.reply(verb))
            } else if !Self.schema.contains(verb.name) {
                warnings.append(Complaint(code: 12200, explanation: "Schema validation: unknown verb \(verb.name)"))
            }
        }
        if replies.count > Self.mostReplies {
            warnings.append(Complaint(code: 14109, explanation: "More than \(Self.mostReplies) replies"))
            replies.removeLast(replies.count - Self.mostReplies)
        }
    }

    private static func reply(_ verb: XMLElement) -> Reply {
        let body = verb.children.first { $0.name == "Body" }?.text ?? verb.text
        return Reply(
            body: body.trimmed, media: verb.children.filter { $0.name == "Media" }.map(\.text.trimmed),
            to: verb.attributes["to"],
            statusCallback: verb.attributes["statusCallback"] ?? verb.attributes["action"])
    }
}

extension String {
    fileprivate var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
