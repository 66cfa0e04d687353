private import MockPlatform

/// The page on which a person plays the Twitter user, in two parts with a file each.
enum TwitterPage {
    /// What it and the pages of a log-in need beyond the style of all pages.
    static let style = PanelPage.dialogStyle + "\n#pin { font-size: 2rem; letter-spacing: .2em; }"
}
