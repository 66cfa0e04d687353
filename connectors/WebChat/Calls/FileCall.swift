import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes
import Signing

/// A visitor sends a file, ahead of the message that it belongs to.
struct FileCall {
    private static let mostInAMinute = 30

    private let calls: ChatCalls
    private let host: any ClientHost

    init(_ calls: ChatCalls) {
        self.calls = calls
        host = calls.host
    }

    func answer() async throws(ClientRefusal) -> ClientReply {
        let ticket = try calls.visitor()
        try calls.requireOn()
        guard calls.settings.takesFiles else {
            throw ClientRefusal(.forbidden, "files-not-allowed", "Files cannot be sent in this chat.")
        }
        try host.limit("files/\(ticket.visitor.value)", to: Self.mostInAMinute)
        let file = try await host.keep(
            calls.request.body, declaredType: calls.request.headers[.contentType].map { String($0.prefix(200)) },
            name: Self.name(calls.request.query["name"]), within: ChatFiles.limits(of: calls.settings.fileTypes))
        let id = "\(file.id).\(Base64.encodeForURL(try Self.seal(file.id, ticket, host)))"
        return ClientReply(
            status: 201, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .bytes(ChatViews(host: host).file(file, id: id).bytes))
    }

    /// The files of a message, each vouched for as this visitor's own: another's cannot be taken by its id.
    static func ids(
        in body: JSONTree, of ticket: VisitorTicket, _ host: any ClientHost
    ) throws(ClientRefusal) -> [ID<Media>] {
        guard let given = body["files"], given != .null else { return [] }
        guard case .list(let files) = given, files.count <= ChatFiles.mostFiles else {
            throw ClientRefusal.invalid("files", "it must be a list of at most \(ChatFiles.mostFiles).")
        }
        var ids: [ID<Media>] = []
        for (place, file) in files.enumerated() {
            let pieces = (file.text ?? "").split(separator: ".", omittingEmptySubsequences: false)
            guard pieces.count == 2, let id = ID<Media>(String(pieces[0])),
                constantTimeEquals(
                    Array(Base64.encodeForURL(try seal(id, ticket, host)).utf8), Array(pieces[1].utf8)),
                !ids.contains(id)
            else { throw ClientRefusal.invalid("files[\(place)]", "there is no such file of yours.") }
            ids.append(id)
        }
        return ids
    }

    private static func seal(
        _ id: ID<Media>, _ ticket: VisitorTicket, _ host: any ClientHost
    ) throws(ClientRefusal) -> [UInt8] {
        try host.seal("file\n\(ticket.visitor.value)\n\(id)")
    }

    /// The last part of what the browser calls it, without what would be trouble in a header or a list.
    private static func name(_ given: String?) -> String {
        let last = (given ?? "").split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let name = String(
            String.UnicodeScalarView(last.unicodeScalars.filter { $0.properties.generalCategory != .control }))
        return name.isEmpty ? "file" : String(name.suffix(200))
    }
}
