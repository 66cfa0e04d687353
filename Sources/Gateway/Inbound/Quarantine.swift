public import ConnectorKit
import Foundation
public import GatewayModel
import HTTPTypes
public import Signing

/// Where webhook requests that could not be taken are kept, sealed, for a week: the fault may be ours, such as a secret
/// that was rotated.
public struct Quarantine: Sendable {
    public static let retention = Duration.seconds(7 * 24 * 3600)
    /// Beyond these an app's further requests are refused and counted only by the log.
    static let mostRequests = 1000
    static let mostBytes = 16 << 20

    private let surroundings: Surroundings
    private let store: any Store
    private let key: KeyRing
    private let meters: Meters

    public init(_ surroundings: Surroundings, store: any Store, key: KeyRing, meters: Meters) {
        self.surroundings = surroundings
        self.store = store
        self.key = key
        self.meters = meters
    }

    func keep(_ request: WebhookRequest, of app: PlatformApp, because reason: String) async throws {
        let id: ID<QuarantinedRequest> = surroundings.ids.next()
        let target = request.url.dropFirst(
            request.url.hasPrefix(surroundings.publicURL) ? surroundings.publicURL.count : 0)
        let plain = Array(try JSONEncoder().encode(KeptRequest(request, target: String(target))))
        let entry = QuarantinedRequest(
            id: id, app: app.id, receivedAt: request.receivedAt, reason: reason, byteCount: plain.count,
            sealed: key.seal(plain, for: Self.place(of: id)))
        let isKept = try await store.write { transaction in
            try transaction.deleteQuarantined(before: request.receivedAt - Self.retention)
            let size = try transaction.quarantineSize(of: app.id)
            guard size.count < Self.mostRequests, size.bytes + entry.byteCount <= Self.mostBytes else { return false }
            try transaction.insert(entry)
            return true
        }
        if !isKept { meters.count(.quarantineOverflow, app.platform.rawValue) }
    }

    /// The request as it came.
    public func request(_ id: ID<QuarantinedRequest>) async throws -> (app: PlatformApp, request: WebhookRequest) {
        let found = try await store.read { transaction -> (QuarantinedRequest, PlatformApp)? in
            guard let entry = try transaction.quarantinedRequest(id), let app = try transaction.app(entry.app) else {
                return nil
            }
            return (entry, app)
        }
        guard let (entry, app) = found else { throw Refusal.notFound("quarantined request") }
        guard let plain = key.open(entry.sealed, for: Self.place(of: id)) else {
            throw StoreFailure("The quarantined request \(id) does not open with this master key.")
        }
        return (app, try JSONDecoder().decode(KeptRequest.self, from: Data(plain)).request(at: surroundings.publicURL))
    }

    /// Removes the requests that hold the address, as it is or as it stands in a form.
    ///
    /// - Returns: how many.
    func delete(naming address: Address) async throws -> Int {
        let inForms = FormBody.encode([(name: "", value: address.value)]).dropFirst()
        let writings = [Data(address.value.utf8), Data(inForms)]
        var found: [ID<QuarantinedRequest>] = []
        var last: ID<QuarantinedRequest>?
        while true {
            let page = try await store.read { [last] in try $0.quarantinedRequests(Page(after: last, limit: 50)) }
            guard let end = page.last else { break }
            last = end.id
            for entry in page {
                guard let plain = key.open(entry.sealed, for: Self.place(of: entry.id)),
                    let kept = try? JSONDecoder().decode(KeptRequest.self, from: Data(plain))
                else { continue }
                let bytes = Data(kept.target.utf8) + kept.body
                if writings.contains(where: { bytes.range(of: $0) != nil }) { found.append(entry.id) }
            }
        }
        try await store.write { [found] transaction in
            for id in found { try transaction.deleteQuarantined(id) }
        }
        return found.count
    }

    private static func place(of id: ID<QuarantinedRequest>) -> String {
        SealedPlace.quarantinedRequest.name(of: id.rawValue)
    }

    /// A request in the form it is sealed in.
    private struct KeptRequest: Codable {
        let method: String
        /// Path and query. The rest is what our public address is by the time it is looked at: that may have been wrong.
        let target: String
        let route: String
        let headers: [[String]]
        let body: Data
        let receivedAt: Int64

        init(_ request: WebhookRequest, target: String) {
            method = request.method.rawValue
            self.target = target
            route = request.route
            headers = request.headers.map { [$0.name.rawName, $0.value] }
            body = Data(request.body)
            receivedAt = request.receivedAt.milliseconds
        }

        func request(at publicURL: String) throws -> WebhookRequest {
            guard let method = HTTPRequest.Method(method) else {
                throw StoreFailure("A quarantined request is damaged.")
            }
            var fields = HTTPFields()
            for header in headers where header.count == 2 {
                if let name = HTTPField.Name(header[0]) { fields.append(HTTPField(name: name, value: header[1])) }
            }
            return WebhookRequest(
                method: method, url: publicURL + target, route: route, headers: fields, body: Array(body),
                receivedAt: Timestamp(milliseconds: receivedAt))
        }
    }
}
