internal import HTTPTypes
internal import MockPlatform

/// A call, read: who makes it, and what stands in its path.
struct XCall: Sendable {
    let request: MockRequest
    /// What stands in the place of the names in the route's path.
    let places: [String: String]
    /// `nil` where nobody has to be known.
    let caller: Caller?

    subscript(place: String) -> String {
        places[place] ?? ""
    }

    func app() throws(XError) -> MockXApp {
        guard let app = caller?.app else { throw .coded(215) }
        return app
    }

    /// The account on whose behalf it is made.
    func account() throws(XError) -> MockXAccount {
        guard let account = caller?.account else { throw .coded(220) }
        return account
    }

    /// A value of the query, or else of the form.
    func field(_ name: String) -> String? {
        request.query[name] ?? (request.isForm ? request.form[name] : nil)
    }

    /// A value that must be there.
    func required(_ name: String) throws(XError) -> String {
        guard let value = field(name), !value.isEmpty else {
            throw .invalid("The `\(name)` parameter is required.")
        }
        return value
    }

    /// The body as a JSON object.
    func json() throws(XError) -> JSON {
        guard request.mediaType == "application/json", let json = JSON(parsing: request.body), json.members != nil
        else { throw .invalid("The body is no JSON object.") }
        return json
    }

    /// The body as a JSON object of these members and no others.
    func json(of names: Set<String>) throws(XError) -> JSON {
        let json = try json()
        for member in json.members ?? [] where !names.contains(member.name) {
            throw .invalid("[\(member.name)] is not a supported parameter of this endpoint.")
        }
        return json
    }
}

/// What a call is answered.
struct XAnswer: Sendable {
    var status = 200
    var type = "application/json; charset=utf-8"
    var body: [UInt8] = []
    var headers: HTTPFields = [:]

    static func json(_ json: JSON, status: Int = 200) -> XAnswer {
        XAnswer(status: status, body: json.bytes)
    }

    /// `{"data": …}`, as v2 answers.
    static func data(_ json: JSON, status: Int = 200) -> XAnswer {
        XAnswer(status: status, body: JSON.object([.init("data", json)]).bytes)
    }

    static func empty(_ status: Int = 204) -> XAnswer {
        XAnswer(status: status, type: "")
    }

    static func form(_ fields: FormFields) -> XAnswer {
        XAnswer(type: "text/html;charset=utf-8", body: Array(fields.encoded.utf8))
    }
}

extension JSON {
    /// An object of those members that there are.
    static func having(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }
}
