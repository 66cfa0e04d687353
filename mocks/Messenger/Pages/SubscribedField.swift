/// The kinds of events that an app may follow, of a page.
enum SubscribedField {
    /// Those of the generated SDK that have to do with messages.
    static let all: Set<String> = [
        "messages", "messaging_postbacks", "messaging_optins", "messaging_optouts", "messaging_referrals",
        "messaging_handovers", "standby", "message_deliveries", "message_reads", "message_echoes", "message_edits",
        "message_reactions", "message_context", "message_mention", "messaging_account_linking",
        "messaging_policy_enforcement", "messaging_customer_information", "messaging_feedback",
        "messaging_integrity", "messaging_direct_sends", "inbox_labels", "feed", "message_template_status_update",
    ]

    static func check(_ fields: [String]) throws(GraphError) {
        guard let unknown = fields.first(where: { !all.contains($0) }) else { return }
        throw .parameter(
            "Param subscribed_fields must be one of {\(all.sorted().joined(separator: ", "))} - "
                + "got \"\(unknown)\".")
    }
}
