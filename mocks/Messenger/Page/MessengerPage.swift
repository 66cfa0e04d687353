private import MockPlatform

/// The page on which a person plays the Messenger user, in two parts with a file each.
enum MessengerPage {
    /// What it and the login dialog need beyond the style of all pages.
    static let style =
        PanelPage.dialogStyle + "\n" + #"""
            #bubbles li.deleted { opacity: .6; font-style: italic; }
            .dialog fieldset { border: 1px solid var(--line); border-radius: .6rem; margin: 1rem 0; }
            .dialog label { display: block; font-size: 1rem; color: var(--ink); padding: .2rem 0; }
            .dialog input { width: auto; }
            """#
}
