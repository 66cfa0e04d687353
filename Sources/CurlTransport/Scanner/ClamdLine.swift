import CCurl
import Gateway
import Glibc

/// One conversation with clamd, over a connection that libcurl has made. Everything blocks, and must be called on one
/// thread at a time.
final class ClamdLine {
    private static let longestReply = 4096
    /// How soon it is noticed that nobody waits any more.
    private static let glance = Duration.milliseconds(200)

    private let easy: UnsafeMutableRawPointer
    private let address: ScannerAddress
    private let patience: Duration
    private let isCanceled: () -> Bool
    private var socket = CURL_SOCKET_BAD

    /// - Parameter patience: for a connection, and with a scanner that takes or says nothing.
    init(_ address: ScannerAddress, patience: Duration, isCanceled: @escaping () -> Bool) throws(ScanFailure) {
        // Once for the process, and safe from any thread.
        curl_global_init(Int(CURL_GLOBAL_ALL))
        guard let easy = curl_easy_init() else { preconditionFailure("libcurl has no memory") }
        self.easy = easy
        self.address = address
        self.patience = patience
        self.isCanceled = isCanceled
        switch address.place {
        case .unix(let path):
            curl_easy_setopt_string(easy, CURLOPT_URL, "http://clamd/")
            curl_easy_setopt_string(easy, CURLOPT_UNIX_SOCKET_PATH, path)
        case .tcp(let hostAndPort):
            curl_easy_setopt_string(easy, CURLOPT_URL, "http://\(hostAndPort)/")
        }
        // Connects, and says nothing of HTTP.
        curl_easy_setopt_long(easy, CURLOPT_CONNECT_ONLY, 1)
        curl_easy_setopt_long(easy, CURLOPT_NOSIGNAL, 1)
        // An empty name stands for none; without it libcurl would ask the environment.
        curl_easy_setopt_string(easy, CURLOPT_PROXY, "")
        curl_easy_setopt_long(easy, CURLOPT_CONNECTTIMEOUT_MS, patience.curlMilliseconds)
        guard curl_easy_perform(easy) == CURLE_OK, curl_easy_getinfo_socket(easy, &socket) == CURLE_OK,
            socket != CURL_SOCKET_BAD
        else { throw ScanFailure(.unavailable, "No connection to the virus scanner at \(address) could be made.") }
    }

    deinit { curl_easy_cleanup(easy) }

    /// - Returns: `false` where the scanner has said something already, or has gone: it takes no more, and the reply
    ///   tells why.
    func send(_ bytes: [UInt8]) throws(ScanFailure) -> Bool {
        var unsent = bytes[...]
        while !unsent.isEmpty {
            guard try wait(for: Int16(POLLOUT | POLLIN)) & Int16(POLLIN) == 0 else { return false }
            var count = 0
            let code = unsent.withUnsafeBytes { curl_easy_send(easy, $0.baseAddress, $0.count, &count) }
            switch code {
            case CURLE_OK: unsent = unsent.dropFirst(count)
            case CURLE_AGAIN: continue
            default: return false
            }
        }
        return true
    }

    /// Without its end mark. A reply that is cut off is none.
    func reply() throws(ScanFailure) -> [UInt8] {
        var reply: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: Self.longestReply)
        while reply.count < Self.longestReply {
            _ = try wait(for: Int16(POLLIN))
            var count = 0
            let code = buffer.withUnsafeMutableBytes { curl_easy_recv(easy, $0.baseAddress, $0.count, &count) }
            if code == CURLE_AGAIN { continue }
            guard code == CURLE_OK, count > 0 else { break }
            reply += buffer[..<count]
            if let end = reply.firstIndex(of: 0) { return Array(reply[..<end]) }
        }
        throw ScanFailure(.unavailable, "The virus scanner at \(address) ended the conversation without a verdict.")
    }

    /// - Returns: what the socket is ready for.
    private func wait(for events: Int16) throws(ScanFailure) -> Int16 {
        var waited = Duration.zero
        while waited < patience, !isCanceled() {
            var descriptor = pollfd(fd: socket, events: events, revents: 0)
            let glance = min(Self.glance, patience - waited)
            let ready = poll(&descriptor, 1, Int32(glance.curlMilliseconds))
            if ready > 0 { return descriptor.revents }
            guard ready == 0 || errno == EINTR else { break }
            waited += glance
        }
        throw ScanFailure(.unavailable, "The virus scanner at \(address) did not answer in time.")
    }
}
