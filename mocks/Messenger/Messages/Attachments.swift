internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockMeta {
    /// `POST /{page}/message_attachments`: a file that may be sent again and again.
    func uploadAttachment(_ node: String, _ request: GraphRequest) async throws(GraphError) -> JSON {
        let now = clock.now
        _ = try locked { state throws(GraphError) in
            let caller = try state.caller(request, at: now)
            guard caller.may("pages_messaging") else { throw .permission("pages_messaging") }
            return try state.page(node, caller, request)
        }
        guard let message = try request.parameters.object("message") else {
            throw .parameter("The parameter message is required")
        }
        let outgoing = try OutgoingMessage(message, replyTo: nil, upload: request.parameters.files["filedata"])
        guard let attachment = outgoing.attachment else { throw .parameter("Param message[attachment] is required") }
        guard let file = try await file(of: attachment) else {
            throw .parameter("A template cannot be uploaded")
        }
        return ["attachment_id": .string(file)]
    }

    /// The id of the file of an attachment, fetched or stored; `nil` for a template, which has none.
    func file(of attachment: OutgoingMessage.Attachment) async throws(GraphError) -> String? {
        switch attachment.source {
        case .template: return nil
        case .known(let id):
            guard state.withLock({ $0.content.file(id) }) != nil else {
                throw .parameter("Invalid attachment_id: \(id)")
            }
            return id
        case .upload(let part):
            return try store(
                part.bytes, contentType: part.contentType, name: part.fileName ?? "file", as: attachment.type)
        case .address(let url):
            let response = try await fetch(url)
            let name = WebAddress(url)?.target.prefix { $0 != "?" }.split(separator: "/").last.map(String.init)
            return try store(
                response.body, contentType: response.headers[.contentType] ?? "", name: name ?? "file",
                as: attachment.type)
        }
    }

    /// Without any credentials, as Meta fetches what it is to send; only from this machine.
    private func fetch(_ url: String) async throws(GraphError) -> MockResponse {
        do throws(LoopbackClient.Failure) {
            let response = try await client.send(.get, to: url, headers: [.userAgent: WebhookPost.userAgent])
            if response.status.kind == .successful { return response }
            log(2_018_008, url, "HTTP \(response.status.code)")
        } catch {
            log(2_018_008, url, "\(error)")
        }
        throw .table(100, 2_018_008)
    }

    private func store(
        _ bytes: [UInt8], contentType: String, name: String, as type: String
    ) throws(GraphError) -> String {
        let contentType = String(contentType.prefix { $0 != ";" })
        guard type == "file" || contentType.hasPrefix(type + "/") else { throw .table(100, 2_018_047) }
        return try locked { state throws(GraphError) in
            guard bytes.count <= state.configuration.largestFile else { throw .table(100, 2_018_109) }
            return state.keep(bytes, contentType: contentType, name: name)
        }
    }

    func log(_ code: Int, _ subject: String, _ explanation: String) {
        recorder.problems.append(PlatformProblem(code: code, subject: subject, explanation: explanation))
    }
}

extension MetaState {
    /// Keeps a file, under a name that can stand in an address.
    mutating func keep(_ bytes: [UInt8], contentType: String, name: String) -> String {
        let plain = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
        let file = ContentStore.File(
            id: newID(digits: 16), name: plain.isEmpty ? "file" : plain,
            contentType: contentType.isEmpty ? "application/octet-stream" : contentType, bytes: bytes)
        content.put(file)
        return file.id
    }

    /// What webhooks say of an attachment, with an address of its file that is good for a while.
    mutating func json(of attachment: MessengerAttachment, at now: Date) -> JSON {
        guard let file = attachment.file else {
            return ["type": .string(attachment.type), "payload": attachment.payload ?? [:]]
        }
        let address = content.address(
            of: file, base: contentOrigin, until: now + configuration.lifetimes.link.seconds)
        let payload = [JSON.Member("url", .string(address))] + (attachment.payload?.members ?? [])
        return ["type": .string(attachment.type), "payload": .object(payload)]
    }
}
