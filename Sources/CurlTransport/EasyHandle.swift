import CCurl
import ConnectorKit
import HTTPTypes

/// A libcurl handle for one transfer at a time, kept and used again: what is the same for every call is set once.
///
/// Touched by the thread of the ``TransferLoop`` alone.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    let policy: AddressPolicy
    var record = TransferRecord()
    private(set) var exchange: Exchange?
    private let connectTimeout: Duration
    private var headerLines: UnsafeMutablePointer<curl_slist>?

    init(policy: AddressPolicy, settings: CurlSettings) {
        guard let pointer = curl_easy_init() else { preconditionFailure("libcurl has no memory") }
        self.pointer = pointer
        self.policy = policy
        connectTimeout = settings.connectTimeout
        setConstantOptions(settings)
        installCallbacks()
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headerLines)
    }

    /// The handle that a callback is for. libcurl calls back while it performs, and then its owner is alive.
    static func of(_ context: UnsafeMutableRawPointer) -> EasyHandle {
        Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue()
    }

    /// Takes the exchange on, ready for `curl_multi_add_handle`.
    func load(_ exchange: Exchange) {
        let call = exchange.call
        self.exchange = exchange
        exchange.handle = self
        record = TransferRecord()
        curl_easy_setopt_string(pointer, CURLOPT_URL, call.url)
        setMethodAndBody(of: call)
        headerLines = call.headerLines()
        curl_easy_setopt_list(pointer, CURLOPT_HTTPHEADER, headerLines)
        curl_easy_setopt_long(pointer, CURLOPT_TIMEOUT_MS, call.timeout.curlMilliseconds)
        let connectTimeout = min(connectTimeout, call.timeout)
        curl_easy_setopt_long(pointer, CURLOPT_CONNECTTIMEOUT_MS, connectTimeout.curlMilliseconds)
        // For what declares its length; the rest is counted as it arrives. A reply to HEAD declares what it has not.
        let maximum = call.method == .head ? 0 : max(0, call.maximumReplyBytes)
        curl_easy_setopt_offset(pointer, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(maximum))
    }

    /// Lets go of the exchange and of everything that belonged to it.
    func unload() {
        exchange?.handle = nil
        exchange = nil
        record = TransferRecord()
        curl_easy_setopt_list(pointer, CURLOPT_HTTPHEADER, nil)
        curl_slist_free_all(headerLines)
        headerLines = nil
        // Frees libcurl's copy of the body.
        curl_easy_setopt_pointer(pointer, CURLOPT_POSTFIELDS, nil)
    }

    /// Of the last head that has come; 0 before the first.
    var status: Int {
        var status = 0
        curl_easy_getinfo_long(pointer, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    /// The reply of a transfer that succeeded.
    var reply: HTTPReply {
        HTTPReply(status: status, headers: record.head.headers, body: record.body)
    }
}
