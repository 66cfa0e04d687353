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

    /// Changes the document, and answers with what it says then.
    static func change(of document: @escaping Document, _ change: @escaping Document) -> Self {
        .write { call, transaction in
            if call.ifMatch != nil { try call.requireMatch(try document(call, transaction).tagged.tag ?? "") }
            return try change(call, transaction).tagged
        }
    }
}

extension Operation.Reply {
    fileprivate var tagged: Self {
        var tagged = self
        tagged.tag = "\"\(Hex.encode(Hash.sha256.digest(body)).prefix(32))\""
        return tagged
    }
}
