extension APIClient {
    /// The texts of all messages that came in, conversation by conversation, each in its order.
    func transcripts() async throws -> [[String]] {
        var transcripts: [[String]] = []
        for conversation in try await all("/v1/conversations") {
            let messages = try await all("/v1/conversations/\(conversation["id"].string ?? "")/messages")
            transcripts.append(
                messages.filter { $0["direction"] == "inbound" }.compactMap { $0["text"].string })
        }
        return transcripts
    }

    /// The items of all pages of a list.
    func all(_ path: String) async throws -> [JSONValue] {
        var items: [JSONValue] = []
        var cursor: String?
        repeat {
            let page = try await get(path + "?limit=200" + (cursor.map { "&cursor=\($0)" } ?? "")).expect(200)
            items += page["items"].array
            cursor = page["next"].string
        } while cursor != nil
        return items
    }
}
