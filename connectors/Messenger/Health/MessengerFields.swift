/// What the gateway needs of Meta: events of a page, and permissions.
enum MessengerFields {
    /// Meta, webhook fields of a page. Both the app and the page must name a field for its events to flow.
    static let needed = [
        "messages", "message_deliveries", "message_reads", "message_echoes", "message_edits", "message_reactions",
        "messaging_postbacks", "messaging_optins", "messaging_referrals", "messaging_handovers", "standby",
    ]

    static let permissions = ["pages_show_list", "pages_messaging", "pages_manage_metadata", "pages_read_engagement"]

    /// For pages that belong to a business portfolio. Meta's pages contradict each other on whether it is needed, so it
    /// is asked for, and not missed.
    static let wished = ["business_management"]

    /// Meta, tasks of a page: without this one nothing may be sent in its name.
    static let task = "MESSAGING"
}
