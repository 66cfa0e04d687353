import Gateway
import Signing

/// Documents that several people change: each has a tag that is made of what it says, and a change that names another
/// one is refused (RFC 9110, 13.1.1). So nobody undoes what somebody else has done meanwhile.
extension Operation.Work {
    typealias Document = @Sendable (Operation.Call, any StoreTransaction) throws -> Operation.Reply

    /// Shows the document, with its tag.
    static func show(_ document: @escaping Document) -> Self {
        .read { try document($0, $1).tagged }
    }

    typealias Change = @Sendable (Operation.Call, any StoreTransaction) throws -> Void

    /// Changes the document, and answers with what it says then.
    static func change(of document: @escaping Document, _ change: @escaping Change) -> Self {
        .write { call, transaction in try changed(document, change, call, transaction) }
    }

    /// Takes back what was set of the document. The tag is that of the document as it is then.
    static func removal(of document: @escaping Document, _ change: @escaping Change) -> Self {
        .write { call, transaction in
            var reply = Operation.Reply.nothing
            reply.tag = try changed(document, change, call, transaction).tag
            return reply
        }
    }

    private static func changed(
        _ document: Document, _ change: Change, _ call: Operation.Call, _ transaction: any StoreTransaction
    ) throws -> Operation.Reply {
        if call.ifMatch != nil { try call.requireMatch(try document(call, transaction).tagged.tag ?? "") }
        try change(call, transaction)
        return try document(call, transaction).tagged
    }
}

extension Operation.Reply {
    /// The tag is made of this alone: the rest of the document changes by itself, which is nobody's change to undo. It is
    /// for `If-Match`; to keep the document by it would keep the rest too long.
    func tagged(by part: some Encodable) throws -> Self {
        var reply = self
        reply.tag = try Self.json(part).tagged.tag
        return reply
    }

    fileprivate var tagged: Self {
        guard tag == nil else { return self }
        var tagged = self
        tagged.tag = "\"\(Hex.encode(Hash.sha256.digest(body)).prefix(32))\""
        return tagged
    }
}
