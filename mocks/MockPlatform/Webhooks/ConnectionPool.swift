internal import NIOCore
private import NIOHTTP1
private import NIOPosix
private import Synchronization

/// Connections that are open, by the place they lead to; whoever finds none free waits for the next one.
final class ConnectionPool: Sendable {
    private struct Place {
        var idle: [any Channel] = []
        var open = 0
        var waiting: [CheckedContinuation<(any Channel)?, Never>] = []
    }

    private enum Grant {
        case connection(any Channel)
        case newConnection
        case wait
    }

    /// As many as a platform opens to one customer, in the order of magnitude.
    private static let largest = 64

    private let places = Mutex<[String: Place]>([:])

    /// A connection for one exchange, to be given back.
    struct Lease: Sendable {
        let channel: any Channel
        let key: String
        /// It has carried an exchange before, so that the other side may be about to close it.
        let isReused: Bool
    }

    func lease(host: String, port: Int, timeout: Duration) async throws(LoopbackClient.Failure) -> Lease {
        let key = "\(host):\(port)"
        if let channel = await granted(key), channel.isActive {
            return Lease(channel: channel, key: key, isReused: true)
        }
        do {
            let channel = try await connect(host: host, port: port, timeout: timeout)
            return Lease(channel: channel, key: key, isReused: false)
        } catch {
            passOn(nil, key)
            throw .notConnected(String(describing: error))
        }
    }

    func giveBack(_ lease: Lease, reusable: Bool) {
        if reusable, lease.channel.isActive { return passOn(lease.channel, lease.key) }
        lease.channel.close(promise: nil)
        passOn(nil, lease.key)
    }

    /// Who waits takes over the connection, or the right to open one.
    private func passOn(_ channel: (any Channel)?, _ key: String) {
        let next = places.withLock { places -> CheckedContinuation<(any Channel)?, Never>? in
            guard var place = places.removeValue(forKey: key) else { return nil }
            defer { places[key] = place }
            if !place.waiting.isEmpty { return place.waiting.removeFirst() }
            if let channel { place.idle.append(channel) } else { place.open -= 1 }
            return nil
        }
        next?.resume(returning: channel)
    }

    func close() {
        let idle = places.withLock { places in
            var idle: [any Channel] = []
            for key in places.keys {
                idle += places[key]!.idle
                places[key]!.open -= places[key]!.idle.count
                places[key]!.idle = []
            }
            return idle
        }
        for channel in idle { channel.close(promise: nil) }
    }

    /// A connection, or `nil` with the right to open one.
    private func granted(_ key: String) async -> (any Channel)? {
        await withCheckedContinuation { continuation in
            let grant = places.withLock { places -> Grant in
                var place = places.removeValue(forKey: key) ?? Place()
                defer { places[key] = place }
                while let channel = place.idle.popLast() {
                    if channel.isActive { return .connection(channel) }
                    place.open -= 1
                }
                if place.open < Self.largest {
                    place.open += 1
                    return .newConnection
                }
                place.waiting.append(continuation)
                return .wait
            }
            switch grant {
            case .connection(let channel): continuation.resume(returning: channel)
            case .newConnection: continuation.resume(returning: nil)
            case .wait: break
            }
        }
    }

    private func connect(host: String, port: Int, timeout: Duration) async throws -> any Channel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(TimeAmount(timeout))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(HTTPExchangeHandler())
                }
            }
            .connect(host: host.trimmingBrackets, port: port).get()
    }
}

extension String {
    /// The address inside the brackets in which URLs write IPv6.
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
