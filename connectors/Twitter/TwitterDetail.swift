/// Names of details that this connector looks for again.
enum TwitterDetail {
    /// The event's id, as X calls it.
    static let id = "id"
}
