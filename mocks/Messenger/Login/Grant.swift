internal import Foundation

/// What a Facebook user has allowed an app.
struct Grant: Sendable {
    var granted: Set<String>
    var declined: Set<String>
    /// `nil` for all pages, those to come included.
    var pages: [String]?
    var consented: Date

    /// Permissions that are given for single pages.
    static let pagePermissions: Set<String> = [
        "pages_show_list", "pages_messaging", "pages_manage_metadata", "pages_read_engagement",
    ]

    func covers(_ page: String) -> Bool {
        pages?.contains(page) ?? true
    }
}

/// A code that the dialog gave out.
struct LoginCode: Sendable {
    let app: String
    let user: String
    let redirectURI: String
    let issued: Date
    var isUsed = false
}
