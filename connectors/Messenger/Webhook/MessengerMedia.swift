import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes

/// Files that customers send: links to Meta's content network that expire, and that want no token.
enum MessengerMedia {
    static func call(for media: RemoteMedia, of app: AppAccess) throws(SendFailure) -> HTTPCall {
        guard isOfMeta(media.url) || isOfTest(media.url, app) else {
            throw SendFailure(
                code: "addressRefused", disposition: .giveUp,
                explanation: "The file does not lie in Meta's content network, so it is not fetched.")
        }
        return HTTPCall(method: .get, url: media.url, headers: [.accept: "*/*"])
    }

    /// To the letter: what is looked at here and what is called later may be read by different code.
    private static func isOfMeta(_ url: String) -> Bool {
        guard url.hasPrefix("https://"), isPlain(url) else { return false }
        let host = url.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard host.utf8.allSatisfy({ isHostByte($0) }), !host.hasSuffix("."), !host.hasPrefix(".") else { return false }
        return host == "lookaside.fbsbx.com" || host.hasSuffix(".fbcdn.net")
    }

    /// Where a test stands in for Meta, its files lie with it.
    private static func isOfTest(_ url: String, _ app: AppAccess) -> Bool {
        let base = MetaApp.base(of: app, MetaApp.Key.graphBase, standard: MetaApp.standardGraph)
        return base != MetaApp.standardGraph && url.hasPrefix(base + "/") && isPlain(url)
    }

    private static func isPlain(_ url: String) -> Bool {
        url.utf8.count <= 8192 && url.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
