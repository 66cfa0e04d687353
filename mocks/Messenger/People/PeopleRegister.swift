/// Who writes to pages, and by which id each page knows them.
struct PeopleRegister: Sendable {
    private struct Pair: Hashable {
        let name: String
        let page: String
    }

    private(set) var names: [String] = []
    private var profiles: [String: MockPersonProfile] = [:]
    private var psids: [Pair: String] = [:]
    private var pairs: [String: Pair] = [:]

    mutating func put(_ profile: MockPersonProfile) {
        update(profile.name) { $0 = profile }
    }

    mutating func update(_ name: String, _ change: (inout MockPersonProfile) -> Void) {
        if profiles[name] == nil { names.append(name) }
        change(&profiles[name, default: MockPersonProfile(name: name)])
    }

    func psid(of name: String, page: String) -> String? {
        psids[Pair(name: name, page: page)]
    }

    mutating func introduce(_ name: String, to page: String, as psid: String) {
        let pair = Pair(name: name, page: page)
        psids[pair] = psid
        pairs[psid] = pair
    }

    /// Only the page that an id was made for knows it.
    func person(psid: String, page: String?) -> MockPersonProfile? {
        guard let pair = pairs[psid], pair.page == page else { return nil }
        return profiles[pair.name]
    }
}
