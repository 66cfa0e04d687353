import CCurl
import ConnectorKit

extension TransportFailure {
    /// What libcurl's verdict means, in the light of what the callbacks saw.
    init(_ code: CURLcode, _ record: TransferRecord, to call: HTTPCall) {
        let kind: Kind = record.overflowed ? .tooLarge : record.sinkRefused ? .notKept : Kind(code, record)
        self.init(kind, certainty: record.certainty, to: call)
    }

    init(_ kind: Kind, certainty: SendFailure.Certainty, to call: HTTPCall) {
        let host = ConfinedTransport.hostAndPort(of: call.url) ?? "the host"
        let explanation =
            switch kind {
            case .addressRefused: "The address of \(host) is not one this gateway may call."
            case .nameNotFound: "The name of \(host) could not be looked up."
            case .notConnected: "No connection to \(host) could be made."
            case .tls: "No connection to \(host) that can be trusted could be made: TLS failed."
            case .timedOut: "No complete answer came from \(host) in time."
            case .cutOff: "The connection to \(host) ended before its answer was complete."
            case .tooLarge: "The answer of \(host) was too large."
            case .notKept: "The answer of \(host) could not be kept here."
            case .canceled: "The call to \(host) was canceled."
            }
        self.init(kind: kind, certainty: certainty, explanation: explanation)
    }
}

extension TransportFailure.Kind {
    fileprivate init(_ code: CURLcode, _ record: TransferRecord) {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        case CURLE_FILESIZE_EXCEEDED: self = .tooLarge
        // Whatever went wrong after the request was handed over, a second connection that libcurl wanted included.
        case _ where record.wasOffered: self = .cutOff
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .nameNotFound
        // Not an address at all, not of a web server, or with a user name in it.
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_LOGIN_DENIED: self = .addressRefused
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            self = .tls
        default:
            self = record.sawRefusedAddress && !record.sawPermittedAddress ? .addressRefused : .notConnected
        }
    }
}
