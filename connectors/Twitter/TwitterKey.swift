/// The names of an app's settings and secrets.
enum TwitterKey {
    static let consumerKey = "consumer-key"
    static let consumerSecret = "consumer-secret"
}
