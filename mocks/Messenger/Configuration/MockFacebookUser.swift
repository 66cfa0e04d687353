/// Somebody with a Facebook account and roles on pages, who logs in to connect them.
public struct MockFacebookUser: Sendable {
    /// As apps see it.
    public var id: String
    public var name: String
    /// What they may do for which page.
    public var tasks: [String: [PageTask]]

    public init(id: String, name: String, tasks: [String: [PageTask]] = [:]) {
        self.id = id
        self.name = name
        self.tasks = tasks
    }

    /// An owner of all pages, a moderator of one, somebody who only reads figures, and somebody without a page.
    public static let samples = [
        MockFacebookUser(
            id: "1000001", name: "Olive Owner",
            tasks: Dictionary(uniqueKeysWithValues: MockPage.samples.map { ($0.id, PageTask.everything) })),
        MockFacebookUser(id: "1000002", name: "Moe Moderator", tasks: [MockPage.samples[0].id: PageTask.moderation]),
        MockFacebookUser(id: "1000003", name: "Ann Analyst", tasks: [MockPage.samples[0].id: PageTask.figures]),
        MockFacebookUser(id: "1000004", name: "Nick Nobody"),
    ]
}
