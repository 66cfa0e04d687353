public import ConnectorKit
import Foundation
public import GatewayModel
import HTTPTypes

/// Fetches one file: along redirects, and without taking credentials to another origin.
///
/// Which addresses may be connected to is the transport's to decide, at each hop and after the look-up of the name;
/// what it refuses ends the fetch.
public struct MediaFetch: Sendable {
    /// A platform leads to a content network in one hop; more than a few lead in circles.
    public static let mostRedirects = 3

    private let transport: any DownloadingTransport

    public init(over transport: any DownloadingTransport) {
        self.transport = transport
    }

    /// - Parameter call: its ``HTTPCall/maximumReplyBytes`` and timeout count for each hop.
    /// - Returns: the type that the last hop declares; not to be trusted.
    /// - Throws: ``MediaFailure``; what the sink has taken is then worth nothing.
    public func fetch(_ call: HTTPCall, to sink: any DownloadSink) async throws(MediaFailure) -> String? {
        var call = call
        for _ in 0...Self.mostRedirects {
            let reply: HTTPReply
            do throws(TransportFailure) {
                reply = try await transport.download(call, to: sink)
            } catch {
                throw MediaFailure(error, limit: call.maximumReplyBytes)
            }
            if reply.status == 200 { return reply.headers[.contentType] }
            guard [301, 302, 303, 307, 308].contains(reply.status), let location = reply.headers[.location] else {
                throw MediaFailure(status: reply.status)
            }
            call = try Self.next(after: call, location)
        }
        throw MediaFailure(
            "tooManyRedirects", "The address of the file leads from one address to the next without end.")
    }

    private static func next(after call: HTTPCall, _ location: String) throws(MediaFailure) -> HTTPCall {
        guard let here = URL(string: call.url), let url = URL(string: location, relativeTo: here)?.absoluteString,
            let origin = origin(of: url), let old = self.origin(of: call.url)
        else { throw MediaFailure("badRedirect", "The address of the file leads to something that is no web address.") }
        guard !(old.hasPrefix("https:") && origin.hasPrefix("http:")) else {
            throw MediaFailure("badRedirect", "The address of the file leads from https to http.")
        }
        var next = call
        next.url = url
        // Whatever a connector put into the headers may be a credential, by whatever name.
        if origin != old { next.headers = HTTPFields() }
        return next
    }

    private static func origin(of url: String) -> String? {
        ConfinedTransport.hostAndPort(of: url).map { (url.lowercased().hasPrefix("https:") ? "https:" : "http:") + $0 }
    }
}

/// Why a file is not here.
public struct MediaFailure: Error, Sendable, Equatable {
    public let reason: StatusReason
    /// Whether another try may bring it.
    public let mayPass: Bool

    public init(_ code: String, _ explanation: String, mayPass: Bool = false) {
        reason = StatusReason(code: code, explanation: explanation)
        self.mayPass = mayPass
    }

    init(_ failure: TransportFailure, limit: Int) {
        switch failure.kind {
        case .addressRefused: self.init("addressRefused", failure.explanation)
        case .tooLarge: self.init("tooLarge", "The file is larger than \(limit) bytes, the most that is fetched.")
        case .notKept: self.init("notKept", failure.explanation, mayPass: true)
        case .nameNotFound, .notConnected, .tls, .timedOut, .cutOff, .canceled:
            self.init("unreachable", failure.explanation, mayPass: true)
        }
    }

    init(status: Int) {
        switch status {
        case 401, 403:
            // Held credentials are mended by a person; the file waits for them.
            self.init("accessDenied", "The file's host refused to give it out (status \(status)).", mayPass: true)
        case 404, 410: self.init("gone", "The file is not at its address any more (status \(status)).")
        case 408, 425, 429, 500...:
            self.init("unavailable", "The file's host could not give it out (status \(status)).", mayPass: true)
        default: self.init("refused", "The file's host did not give it out (status \(status)).")
        }
    }
}
