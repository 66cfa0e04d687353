import ConnectorKit
import GatewayModel
import HTTPTypes

/// Files that customers send. X: they lie at an address of their own, and only who is in the conversation may have them.
enum TwitterMedia {
    static func call(
        for media: RemoteMedia, at connection: OpenConnection, _ signing: TwitterSigning
    ) throws(SendFailure) -> HTTPCall {
        let app = try TwitterApp(connection.app, signing)
        let user = try connection.app.caller(connection.address.value, at: signing.clock.now)
        let root = app.url(.files, "")
        // To the letter: what is looked at here and what is called later may be read by different code.
        guard let path = media.url.hasPrefix(root) ? media.url.dropFirst(root.count) : nil, isFile(path) else {
            throw SendFailure(
                code: "addressRefused", disposition: .giveUp,
                explanation: "The file does not lie where X keeps those of direct messages, so it is not fetched.")
        }
        var url = media.url
        if user.isBearer {
            guard let place = place(of: path) else {
                throw SendFailure(
                    code: "addressRefused", disposition: .giveUp,
                    explanation: "X gives this file only to accounts that signed in by OAuth 1.0a.")
            }
            url = app.url(.api, "2/dm_conversations/media/\(place)")
        }
        return app.signed(HTTPCall(method: .get, url: url, headers: [.accept: "*/*"]), as: user)
    }

    /// X, v2: the same three names, under an address that takes OAuth 2.0. It has no room for more.
    private static func place(of path: Substring) -> String? {
        let names = path.split(separator: "/").dropFirst(4)
        return names.count == 3 ? names.joined(separator: "/") : nil
    }

    /// X: `1.1/ton/data/dm/<event>/<media>/<name>`, for films with more below.
    private static func isFile(_ path: Substring) -> Bool {
        guard path.utf8.count <= 500, path.utf8.allSatisfy({ isPathByte($0) }) else { return false }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        return segments.count >= 7 && segments.prefix(4).elementsEqual(["1.1", "ton", "data", "dm"])
            && segments.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "-_./:".utf8.contains(byte)
        }
    }
}
