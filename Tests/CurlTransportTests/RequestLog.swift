import Foundation

/// What a server has received.
final class RequestLog: @unchecked Sendable {
    private let lock = NSCondition()
    private var received: [ReceivedRequest] = []
    private var connections = 0
    private var closedByClients = 0
    private var closedByServer = 0
    private var waiting: [(isSatisfied: (RequestLog) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

    var requests: [ReceivedRequest] { lock.withLock { received } }
    var connectionCount: Int { lock.withLock { connections } }

    func note(_ request: ReceivedRequest) { change { $0.received.append(request) } }
    func noteConnection() { change { $0.connections += 1 } }
    func noteClosedByClient() { change { $0.closedByClients += 1 } }

    func noteClosedByServer() { change { $0.closedByServer += 1 } }

    func waitForRequests(_ count: Int) async { await wait { $0.received.count >= count } }
    /// Until the clients have closed so many connections.
    func waitForClosedByClients(_ count: Int) async { await wait { $0.closedByClients >= count } }
    /// Until the server has closed so many.
    func waitForClosedByServer(_ count: Int) async { await wait { $0.closedByServer >= count } }

    /// For a server's own threads.
    func block(untilRequests count: Int) {
        lock.withLock {
            while received.count < count { lock.wait() }
        }
    }

    private func wait(until isSatisfied: @escaping (RequestLog) -> Bool) async {
        await withCheckedContinuation { continuation in
            lock.withLock {
                if isSatisfied(self) {
                    continuation.resume()
                } else {
                    waiting.append((isSatisfied, continuation))
                }
            }
        }
    }

    private func change(_ body: (RequestLog) -> Void) {
        lock.withLock {
            body(self)
            lock.broadcast()
            for waiter in waiting where waiter.isSatisfied(self) { waiter.continuation.resume() }
            waiting.removeAll { $0.isSatisfied(self) }
        }
    }
}

struct ReceivedRequest: Sendable, Equatable {
    /// Method, target, version.
    var line: String
    /// As they came, `Name: value`.
    var headers: [String]
    var body: [UInt8]

    func values(of name: String) -> [String] {
        headers.compactMap { line in
            let pieces = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard pieces.count == 2, pieces[0].lowercased() == name.lowercased() else { return nil }
            return pieces[1].trimmingCharacters(in: .whitespaces)
        }
    }
}
