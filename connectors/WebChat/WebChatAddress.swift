import ConnectorKit
import GatewayModel
import Signing

/// Our side is the name of a chat, which stands in addresses of pages: `shop`. A visitor is a random name, or one made of
/// the name by which the site's backend vouches for them.
enum WebChatAddress {
    static let kind = AddressKind(rawValue: "webchat")
    static let visitorPrefix = "vis-"
    /// 144 bits.
    private static let visitorBytes = 18

    static func address(from text: String) -> Address? {
        let text = text.trimmingWhiteSpace()
        return isChat(text) || isVisitor(text) ? Address(kind: kind, value: text) : nil
    }

    static func visitor(from text: String) -> Address? {
        let text = text.trimmingWhiteSpace()
        return isVisitor(text) ? Address(kind: kind, value: text) : nil
    }

    static func newVisitor() -> Address {
        Address(kind: kind, value: visitorPrefix + SecureRandom.token(visitorBytes))
    }

    /// Always the same for one person of one app.
    static func visitor(named subject: String, by app: ID<PlatformApp>) -> Address {
        let hash = Hash.sha256.digest(Array("\(app)\n\(subject)".utf8))
        return Address(kind: kind, value: visitorPrefix + Base64.encodeForURL(Array(hash.prefix(visitorBytes))))
    }

    private static func isChat(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?/) != nil && !text.hasPrefix(visitorPrefix)
    }

    private static func isVisitor(_ text: String) -> Bool { text.wholeMatch(of: /vis-[A-Za-z0-9_-]{24}/) != nil }
}
