import CCurl
import ConnectorKit
import Gateway
import Glibc

/// One mail on its way: from ``start(_:)`` on, its thread alone touches what can change, but for the cancellation.
final class MailTransfer: @unchecked Sendable {
    typealias Outcome = Result<Void, MailFailure>

    private let mail: Mail
    private let sender: MailAddress
    private let server: MailServer
    private let lock = PthreadLock()
    private var isCanceled = false

    // Touched by the thread alone.
    private var end: (@Sendable (Outcome) -> Void)?
    private var unsent: ArraySlice<UInt8>
    private var reply = MailReply()

    init(_ mail: Mail, from sender: MailAddress, to server: MailServer) {
        self.mail = mail
        self.sender = sender
        self.server = server
        unsent = MailMessage(mail, from: sender).bytes[...]
    }

    /// - Parameter end: called once, on the transfer's thread.
    func start(_ end: @escaping @Sendable (Outcome) -> Void) {
        self.end = end
        let context = Unmanaged.passRetained(self).toOpaque()
        var thread = pthread_t()
        let failed = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let transfer = Unmanaged<MailTransfer>.fromOpaque(context).takeRetainedValue()
                BrokenPipeSignal.block()
                transfer.end?(transfer.perform())
                return nil
            }, context)
        guard failed == 0 else {
            Unmanaged<MailTransfer>.fromOpaque(context).release()
            end(.failure(MailFailure(.temporary, "The system has no thread for a mail.")))
            return
        }
        pthread_detach(thread)
    }

    /// libcurl notices within a second.
    func cancel() {
        lock.withLock { isCanceled = true }
    }

    private func perform() -> Outcome {
        // Once for the process, and safe from any thread.
        curl_global_init(Int(CURL_GLOBAL_ALL))
        guard let easy = curl_easy_init() else { preconditionFailure("libcurl has no memory") }
        defer { curl_easy_cleanup(easy) }
        setServer(of: easy)
        installCallbacks(in: easy)

        curl_easy_setopt_string(easy, CURLOPT_MAIL_FROM, "<\(sender)>")
        var recipients: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(recipients) }
        for address in mail.to { recipients = curl_slist_append(recipients, "<\(address)>") }
        curl_easy_setopt_list(easy, CURLOPT_MAIL_RCPT, recipients)
        // One mistyped address must not keep the news from the others.
        curl_easy_setopt_long(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
        curl_easy_setopt_long(easy, CURLOPT_UPLOAD, 1)

        let code = curl_easy_perform(easy)
        if code == CURLE_OK { return .success(()) }
        curl_easy_getinfo_long(easy, CURLINFO_RESPONSE_CODE, &reply.code)
        return .failure(MailFailure(code, reply, from: server))
    }

    private func setServer(of easy: UnsafeMutableRawPointer) {
        curl_easy_setopt_string(easy, CURLOPT_URL, server.url)
        curl_easy_setopt_string(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        curl_easy_setopt_long(easy, CURLOPT_NOSIGNAL, 1)
        curl_easy_setopt_long(easy, CURLOPT_QUICK_EXIT, 1)
        curl_easy_setopt_long(easy, CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        // An empty name stands for none; without it libcurl would ask the environment.
        curl_easy_setopt_string(easy, CURLOPT_PROXY, "")
        curl_easy_setopt_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
        curl_easy_setopt_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
        if let file = server.certificateAuthorities {
            curl_easy_setopt_string(easy, CURLOPT_CAINFO, file)
            curl_easy_setopt_string(easy, CURLOPT_CAPATH, nil)
        }
        let encryption = server.encryption == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL
        curl_easy_setopt_long(easy, CURLOPT_USE_SSL, Int(encryption.rawValue))
        if let user = server.user, let password = server.password {
            curl_easy_setopt_string(easy, CURLOPT_USERNAME, user)
            curl_easy_setopt_string(easy, CURLOPT_PASSWORD, password.reveal())
        }
        curl_easy_setopt_long(easy, CURLOPT_CONNECTTIMEOUT_MS, server.connectTimeout.curlMilliseconds)
        curl_easy_setopt_long(easy, CURLOPT_TIMEOUT_MS, server.timeout.curlMilliseconds)
        // Behind the end of the mail libcurl watches this limit alone, and it counts whole seconds.
        let seconds = (server.timeout.curlMilliseconds + 999) / 1000
        curl_easy_setopt_long(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds)
    }

    private func installCallbacks(in easy: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        curl_easy_setopt_pointer(easy, CURLOPT_READDATA, context)
        curl_easy_setopt_read_function(easy) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            return MailTransfer.of(context).read(into: UnsafeMutableRawPointer(buffer), size * count)
        }
        curl_easy_setopt_pointer(easy, CURLOPT_HEADERDATA, context)
        curl_easy_setopt_write_function(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let context else { return 0 }
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            MailTransfer.of(context).reply.note(line)
            return line.count
        }
        // What is not a header is nothing of ours, and must not go to standard output.
        curl_easy_setopt_write_function(easy, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
        curl_easy_setopt_long(easy, CURLOPT_NOPROGRESS, 0)
        curl_easy_setopt_pointer(easy, CURLOPT_XFERINFODATA, context)
        curl_easy_setopt_progress_function(easy) { context, _, _, _, _ in
            guard let context else { return 1 }
            let transfer = MailTransfer.of(context)
            return transfer.lock.withLock { transfer.isCanceled } ? 1 : 0
        }
    }

    /// libcurl doubles the dots that begin a line.
    private func read(into buffer: UnsafeMutableRawPointer, _ room: Int) -> Int {
        let piece = unsent.prefix(room)
        piece.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress { buffer.copyMemory(from: start, byteCount: bytes.count) }
        }
        unsent = unsent.dropFirst(piece.count)
        return piece.count
    }

    private static func of(_ context: UnsafeMutableRawPointer) -> MailTransfer {
        Unmanaged<MailTransfer>.fromOpaque(context).takeUnretainedValue()
    }
}
