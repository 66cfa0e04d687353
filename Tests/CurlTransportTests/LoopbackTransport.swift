import ConnectorKit
import CurlTransport
import Glibc
import HTTPTypes

extension CurlTransport {
    /// A transport that can reach nothing but this machine, in an environment that tries to lead it astray.
    static func loopback(_ settings: CurlSettings = CurlSettings()) -> CurlTransport {
        _ = hostileEnvironment
        return CurlTransport(policy: .only([loopbackNetwork]), settings: settings)
    }

    /// Why the call failed; `nil` where it did not.
    func failure(_ call: HTTPCall) async -> TransportFailure? {
        do throws(TransportFailure) {
            _ = try await exchange(call)
            return nil
        } catch {
            return error
        }
    }
}

let loopbackNetwork = IPNetwork("127.0.0.1")!

/// A proxy nobody asked for. Set before the first transport is made, once.
private let hostileEnvironment: Void = {
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
        setenv(name, "http://127.0.0.1:1", 1)
    }
}()

extension HTTPCall {
    static func get(_ url: String) -> HTTPCall { HTTPCall(method: .get, url: url) }

    static func post(_ url: String, _ body: String = "secret=body", timeout: Duration = .seconds(15)) -> HTTPCall {
        HTTPCall(method: .post, url: url, body: Array(body.utf8), timeout: timeout)
    }
}
