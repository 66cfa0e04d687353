import CCurl
import Gateway

/// With what words a mail server last refused something.
struct MailReply {
    private static let longestText = 200

    var code = 0
    private(set) var text = ""

    /// A line of any reply. What a person cannot read in a log is left out.
    mutating func note(_ line: UnsafeRawBufferPointer) {
        guard let first = line.first, first == UInt8(ascii: "4") || first == UInt8(ascii: "5") else { return }
        let readable = line.prefix(Self.longestText).filter { (32..<127).contains($0) }
        text = String(decoding: readable, as: UTF8.self)
    }
}

extension MailFailure {
    /// What libcurl's verdict means, in the light of what the server said.
    init(_ code: CURLcode, _ reply: MailReply, from server: MailServer) {
        let name = "\(server.host):\(server.port)"
        switch code {
        case CURLE_ABORTED_BY_CALLBACK:
            self.init(.temporary, "The mail to \(name) was given up before its end.")
        case CURLE_OPERATION_TIMEDOUT:
            self.init(.temporary, "The mail server \(name) did not take the mail in time.")
        case CURLE_COULDNT_RESOLVE_HOST:
            self.init(.temporary, "The name of the mail server \(name) could not be looked up.")
        case CURLE_COULDNT_CONNECT:
            self.init(.temporary, "No connection to the mail server \(name) could be made.")
        case CURLE_USE_SSL_FAILED:
            self.init(
                .permanent,
                "The mail server \(name) offers no encryption (STARTTLS), so nothing was said to it. Use another port "
                    + "or smtps, or allow it by mail.encryption.")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            self.init(.permanent, "No connection to \(name) that can be trusted could be made: TLS failed.")
        // Its words stay out of this one: nobody knows what a server repeats of a password.
        case CURLE_LOGIN_DENIED where !(400..<500).contains(reply.code):
            self.init(.permanent, "The mail server \(name) refused the user or the password (\(reply.code)).")
        case CURLE_LOGIN_DENIED:
            self.init(.temporary, "The mail server \(name) did not let the user in just now (\(reply.code)).")
        case _ where (500..<600).contains(reply.code):
            self.init(.permanent, "The mail server \(name) refused the mail: \(reply.text)")
        case _ where (400..<500).contains(reply.code):
            self.init(.temporary, "The mail server \(name) did not take the mail just now: \(reply.text)")
        default:
            self.init(.temporary, "The connection to the mail server \(name) ended before the mail was taken.")
        }
    }
}
