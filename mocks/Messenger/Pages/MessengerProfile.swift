internal import HTTPTypes
internal import MockPlatform

extension MockMeta {
    private static var profileFields: Set<String> {
        ["get_started", "greeting", "persistent_menu", "ice_breakers", "whitelisted_domains"]
    }

    /// `/me/messenger_profile`: what Messenger shows before and beside a conversation.
    func messengerProfile(
        _ node: String, _ method: HTTPRequest.Method, _ request: GraphRequest
    ) throws(GraphError) -> JSON {
        let now = clock.now
        return try locked { state throws(GraphError) in
            let caller = try state.caller(request, at: now)
            let record = try state.page(node, caller, request)
            guard caller.may("pages_messaging") else { throw .permission("pages_messaging") }
            let id = record.page.id
            switch method {
            case .get:
                let asked = request.parameters.fields ?? []
                let shown = record.profile.filter { asked.isEmpty || asked.contains($0.name) }
                return ["data": shown.isEmpty ? [] : [.object(shown)]]
            case .post:
                let given = request.parameters.members(of: Self.profileFields)
                guard !given.isEmpty else { throw .parameter("You must set at least one profile setting.") }
                for member in given {
                    state.pages[id]?.profile.removeAll { $0.name == member.name }
                    state.pages[id]?.profile.append(member)
                }
            default:
                guard let names = try request.parameters.list("fields"), !names.isEmpty else {
                    throw .parameter("The parameter fields is required.")
                }
                state.pages[id]?.profile.removeAll { names.contains($0.name) }
            }
            return ["result": "success"]
        }
    }
}
