internal import MockPlatform

/// The frame of Twilio's lists: which page was asked for, and where the others are.
struct ListPage {
    private static let ordinarySize = 50
    private static let largestSize = 1000

    let path: String
    let query: FormFields
    let page: Int
    let size: Int
    /// Where the page before ended: `PA`, and a position that stays true while new items arrive.
    let after: Int?

    init(_ request: MockRequest) {
        path = request.path
        query = request.query
        page = max(0, query["Page"].flatMap { Int($0) } ?? 0)
        size = min(max(1, query["PageSize"].flatMap { Int($0) } ?? Self.ordinarySize), Self.largestSize)
        after = query["PageToken"].flatMap { $0.hasPrefix("PA") ? Int($0.dropFirst(2)) : nil }
    }

    /// Pages asked for by number alone are counted from the beginning.
    var skipping: Int {
        after == nil ? page * size : 0
    }

    func json(_ name: String, _ items: [JSON], next: Int?) -> JSON {
        [
            "first_page_uri": .string(uri(page: 0, token: nil)),
            "end": .integer(max(0, page * size + items.count - 1)),
            "previous_page_uri": page > 0 ? .string(uri(page: page - 1, token: nil)) : nil,
            name: .array(items),
            "uri": .string(uri(page: page, token: after)), "page_size": .integer(size),
            "start": .integer(page * size),
            "next_page_uri": next.map { .string(uri(page: page + 1, token: $0)) } ?? nil,
            "page": .integer(page),
        ]
    }

    private func uri(page: Int, token: Int?) -> String {
        var fields = FormFields()
        for field in query.fields where !["Page", "PageSize", "PageToken"].contains(field.name) {
            fields.append(field.name, field.value)
        }
        fields.append("PageSize", String(size))
        fields.append("Page", String(page))
        if let token { fields.append("PageToken", "PA\(token)") }
        return path + "?" + fields.encoded
    }
}
