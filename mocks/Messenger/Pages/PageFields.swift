internal import MockPlatform

extension PageRecord {
    private static let ordinaryCategory = "2201"

    /// What a field of the page says.
    func value(of field: String) throws(GraphError) -> JSON {
        switch field {
        case "id": .string(page.id)
        case "name": .string(page.name)
        case "username": .string(page.username)
        case "link": .string(page.link)
        case "category": .string(page.category)
        case "category_list": [["id": .string(Self.ordinaryCategory), "name": .string(page.category)]]
        case "is_published": .bool(page.isPublished)
        case "has_transitioned_to_new_page_experience": true
        case "messaging_feature_status": ["hop_v2": true, "msgr_multi_app": true, "ig_multi_app": false]
        default: throw .parameter("Tried accessing nonexisting field (\(field)) on node type (Page)")
        }
    }

    /// The fields that are asked for, and the id in any case.
    func json(_ fields: [String]?) throws(GraphError) -> JSON {
        var members: [JSON.Member] = []
        for field in fields ?? ["name"] where field != "id" { members.append(.init(field, try value(of: field))) }
        return .object(members + [.init("id", .string(page.id))])
    }
}
