import CCurl
import ConnectorKit
import Glibc

/// The thread that owns libcurl: it takes what is in the ``Inbox``, lets libcurl do what can be done, settles what has
/// ended, and waits for the next event on a connection or in the inbox.
final class TransferLoop: @unchecked Sendable {
    /// How often the calls that wait for a connection are looked at, in milliseconds.
    private static let waitingCheckInterval: Int32 = 50
    /// In milliseconds. Any number would do: the inbox wakes the thread.
    private static let idleInterval: Int32 = 60_000
    private static let maximumSpareHandles = 256

    private let inbox: Inbox
    private let ending = Ending()
    private var thread = pthread_t()

    // From here on, touched by the thread alone.
    private let multi: UnsafeMutableRawPointer
    private let policy: AddressPolicy
    private let settings: CurlSettings
    private var running: [UnsafeMutableRawPointer: EasyHandle] = [:]
    private var spare: [EasyHandle] = []
    private var nextWaitingCheck = ContinuousClock.now

    init(policy: AddressPolicy, settings: CurlSettings) {
        multi = Self.makeMulti(settings)
        inbox = Inbox(waking: multi)
        self.policy = policy
        self.settings = settings
    }

    // MARK: For callers

    func start() {
        let context = Unmanaged.passRetained(self).toOpaque()
        let failed = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context)
        precondition(failed == 0, "the system has no thread")
    }

    func begin(_ exchange: Exchange, _ continuation: CheckedContinuation<Exchange.Outcome, Never>) {
        exchange.continuation = continuation
        if !inbox.post(.begin(exchange)) { exchange.fail(.canceled) }
    }

    func cancel(_ exchange: Exchange) {
        _ = inbox.post(.cancel(exchange))
    }

    func shutdown() async {
        let isFirst = inbox.close()
        await ending.wait()
        // The thread has nothing left to do: this does not wait for more than its last instructions.
        if isFirst { pthread_join(thread, nil) }
    }

    /// As ``shutdown()``, for when nobody can wait.
    func abandon() {
        if inbox.close() { pthread_detach(thread) }
    }

    // MARK: On the thread

    private func run() {
        BrokenPipeSignal.block()
        while obeyCommands() {
            var active: Int32 = 0
            curl_multi_perform(multi, &active)
            settleEnded()
            settleOverdue()
            curl_multi_poll(multi, nil, 0, running.isEmpty ? Self.idleInterval : Self.waitingCheckInterval, nil)
        }
        for handle in running.values { settle(handle) { $0.fail(.canceled, handle.record) } }
        spare = []
        curl_multi_cleanup(multi)
        ending.reach()
    }

    /// `false` once the inbox is closed.
    private func obeyCommands() -> Bool {
        let (commands, isOpen) = inbox.take()
        for command in commands {
            switch command {
            case .begin(let exchange):
                if exchange.isCanceled { exchange.fail(.canceled) } else { begin(exchange) }
            case .cancel(let exchange):
                exchange.isCanceled = true
                if let handle = exchange.handle { settle(handle) { $0.fail(.canceled, handle.record) } }
            }
        }
        return isOpen
    }

    private func begin(_ exchange: Exchange) {
        let handle = spare.popLast() ?? EasyHandle(policy: policy, settings: settings)
        handle.load(exchange)
        running[handle.pointer] = handle
        curl_multi_add_handle(multi, handle.pointer)
    }

    private func settleEnded() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = running[message.pointee.easy_handle] else {
                continue
            }
            let code = message.pointee.data.result
            settle(handle) { exchange in
                // libcurl is content with a connection that ends in the middle of the head.
                if code == CURLE_OK && handle.record.head.isComplete {
                    exchange.settle(.success(handle.reply))
                } else {
                    exchange.settle(.failure(TransportFailure(code, handle.record, to: exchange.call)))
                }
            }
        }
    }

    /// libcurl does not watch the time of calls that wait until a connection to their host is free.
    private func settleOverdue() {
        let now = ContinuousClock.now
        guard !running.isEmpty, now >= nextWaitingCheck else { return }
        nextWaitingCheck = now + .milliseconds(Int(Self.waitingCheckInterval))
        for handle in running.values where !handle.record.wasOffered {
            guard let exchange = handle.exchange, exchange.deadline < now else { continue }
            settle(handle) { $0.fail(.timedOut, handle.record) }
        }
    }

    private func settle(_ handle: EasyHandle, _ body: (Exchange) -> Void) {
        curl_multi_remove_handle(multi, handle.pointer)
        running[handle.pointer] = nil
        if let exchange = handle.exchange { body(exchange) }
        handle.unload()
        if spare.count < Self.maximumSpareHandles { spare.append(handle) }
    }

    private static func makeMulti(_ settings: CurlSettings) -> UnsafeMutableRawPointer {
        // Once for the process, and safe from any thread.
        curl_global_init(Int(CURL_GLOBAL_ALL))
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl has no memory") }
        curl_multi_setopt_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, settings.connectionsPerHost)
        curl_multi_setopt_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, settings.connections)
        curl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, settings.connections)
        return multi
    }
}
