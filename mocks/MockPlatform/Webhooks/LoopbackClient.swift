public import HTTPTypes
private import NIOCore
private import NIOHTTP1
private import NIOPosix

/// A small HTTP/1.1 client that reaches this machine only, with connections kept for the next request.
public final class LoopbackClient: Sendable {
    public enum Failure: Error, Equatable {
        /// The target is no URL, or not on this machine.
        case notLoopback
        case notConnected(String)
        case noAnswer(String)
    }

    public struct TimeLimits: Sendable, Equatable {
        public var connect: Duration
        /// From the connection to the last byte of the answer.
        public var exchange: Duration

        public init(connect: Duration = .seconds(5), exchange: Duration = .seconds(15)) {
            self.connect = connect
            self.exchange = exchange
        }
    }

    /// Where public origins are really found, as `https://gateway.example` to `http://127.0.0.1:8080`.
    private let origins: [String: String]
    private let pool = ConnectionPool()

    /// - Parameter origins: stands in for the tunnel or proxy between a platform and a gateway under test.
    public init(origins: [String: String] = [:]) {
        self.origins = origins
    }

    public func send(
        _ method: HTTPRequest.Method, to url: String, headers: HTTPFields = [:], body: [UInt8] = [],
        limits: TimeLimits = TimeLimits()
    ) async throws(Failure) -> MockResponse {
        guard let address = WebAddress(url) else { throw .notLoopback }
        let real = origins[address.origin].flatMap { WebAddress($0) } ?? address
        guard LoopbackAddress.accepts(real.host), real.scheme == "http" else { throw .notLoopback }
        var head = HTTPRequestHead(
            version: .http1_1, method: .RAW(value: method.rawValue), uri: address.target,
            headers: ["Host": address.authority, "Content-Length": String(body.count)])
        if real != address { head.headers.add(name: "X-Forwarded-Proto", value: address.scheme) }
        for field in headers { head.headers.replaceOrAdd(name: field.name.rawName, value: field.value) }

        while true {
            let lease = try await pool.lease(host: real.host, port: real.effectivePort, timeout: limits.connect)
            let exchange = HTTPExchange(
                head: head, body: body, timeout: limits.exchange,
                answered: lease.channel.eventLoop.makePromise(of: HTTPExchange.Answer.self))
            // A connection that was closed since it was leased has no handler left that could answer for it.
            let written = lease.channel.eventLoop.makePromise(of: Void.self)
            written.futureResult.whenFailure { _ in exchange.answered.fail(HTTPExchange.Failure.closed) }
            lease.channel.writeAndFlush(exchange, promise: written)
            do {
                let answer = try await exchange.answered.futureResult.get()
                pool.giveBack(lease, reusable: answer.keepsAlive)
                return answer.response
            } catch {
                pool.giveBack(lease, reusable: false)
                // The other side may have closed an idle connection just now; a new one tells.
                if lease.isReused, case HTTPExchange.Failure.closed = error { continue }
                throw .noAnswer(String(describing: error))
            }
        }
    }

    /// Closes the idle connections.
    public func close() {
        pool.close()
    }
}
