/// Where ids stand that an ``IDGenerator`` made.
enum GreatestID {
    private static let tables = [
        "message", "conversation", "attempt", "platform_app", "connection", "api_key", "quarantine", "unrouted",
        "call_trace", "connecting_session", "subscriber", "delivery", "media", "user_account", "notification",
        "session", "transcript_mail",
    ]

    /// A content has no row of its own, but always a chunk.
    static let columns = tables.map { ($0, "id") } + [("blob_chunk", "content")]
}
