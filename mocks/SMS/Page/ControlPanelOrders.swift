/// `POST /mock/text`.
struct TextOrder: Decodable {
    let from: String
    let to: String
    let body: String?
    /// `data:image/png;base64,…`
    let media: [String]?
}

/// `POST /mock/numbers/{number}`.
struct NumberOrder: Decodable {
    let optOutHandling: OptOutHandling?
    let smsURL: String?
    let smsMethod: String?
}
