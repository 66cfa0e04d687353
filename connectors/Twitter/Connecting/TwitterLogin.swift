import ConnectorKit
import GatewayModel

/// A way to have an account signed in: a page of X's, what it sends the browser back with, and what that is worth.
protocol TwitterLogin {
    var progress: ConnectingProgress { get }
    /// Whether X shows a PIN, and sends nobody back.
    var endsWithPIN: Bool { get }
    /// The keys of what is granted for one login only.
    var passing: [String] { get }
    func begin(_ reader: TwitterReader) async throws(TwitterTrouble) -> TwitterBeginning
    func returned(_ text: String) -> TwitterReturn
    /// - Parameter word: a verifier, or a code.
    func exchange(_ word: String, _ reader: TwitterReader) async throws(TwitterTrouble) -> TwitterGrant
}

/// Where a login begins.
struct TwitterBeginning {
    let url: String
    let granted: [String: Secret]
}

/// What the browser came back with, or what was typed.
enum TwitterReturn: Equatable {
    case word(String)
    /// For a person.
    case nothing(String)

    static let stray = TwitterReturn.nothing(
        "That is the answer to another login. Open the page anew, and come back from there.")
    static let cancelled = TwitterReturn.nothing("The login was cancelled at X.")
}

/// An account, and what X granted for it.
struct TwitterGrant {
    let account: String
    let screenName: String
    let secrets: [String: Secret]
}

extension TwitterLogin {
    /// Whether the page was opened in this session.
    var hasBegun: Bool { passing.allSatisfy { progress.granted.contains($0) } }

    /// What stands in the query of the address that the browser was sent back to; `nil` where it is none.
    func query(of text: String) -> [(name: String, value: String)]? {
        let address = text.trimmingWhiteSpace().prefix { $0 != "#" }
        return FormBody.decode(address.firstIndex(of: "?").map { address[address.index(after: $0)...] } ?? address[...])
    }
}

extension [(name: String, value: String)] {
    subscript(name: String) -> String? { first { $0.name == name }?.value }
}
