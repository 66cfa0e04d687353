import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/me/second-factor` and `/v1/me/recovery-codes`.
struct SecondFactorOperations {
    let factors: SecondFactors
    let cookies: BrowserCookies

    var all: [Operation] { [begin, confirm, remove, renewRecoveryCodes] }

    private var begin: Operation {
        Operation(
            method: .post, path: "/v1/me/second-factor",
            summary: "Begin to set up an authenticator app; its secret is shown this once", tag: "Log-in",
            level: .agent, audience: .enrolling, request: PasswordAgain.schema,
            answer: .init(status: 201, schema: EnrolmentView.schema),
            work: .steps { call in
                let enrolment = try await factors.begin(
                    password: try call.decode(PasswordAgain.self).checked, by: try call.session())
                return try .json(EnrolmentView(secret: enrolment.secret, url: enrolment.url), status: 201)
            })
    }

    private var confirm: Operation {
        Operation(
            method: .put, path: "/v1/me/second-factor/confirmation",
            summary:
                "Confirm it by a first code; the recovery codes are shown this once; every session ends, and one to go on with is in a cookie",
            tag: "Log-in",
            level: .agent, audience: .enrolling, request: FirstCode.schema,
            answer: .init(status: 200, schema: RecoveryCodesView.schema),
            work: .write { call, transaction in
                let confirmed = try factors.confirm(
                    code: try PersonField.text(try call.decode(FirstCode.self).code, "code", most: 40),
                    by: try call.session(), in: transaction)
                var reply = try Operation.Reply.json(RecoveryCodesView(recoveryCodes: confirmed.recoveryCodes))
                reply.cookies = [cookies.keep(confirmed.token, of: confirmed.session)]
                return reply
            })
    }

    private var remove: Operation {
        Operation(
            method: .post, path: "/v1/me/second-factor/removal",
            summary: "Take one's own second factor away; every session ends, and one to go on with is in a cookie",
            tag: "Log-in", level: .agent, audience: .people, request: PasswordAgain.schema,
            answer: .init(status: 204, schema: nil),
            work: .steps { call in
                let (session, token) = try await factors.remove(
                    password: try call.decode(PasswordAgain.self).checked, by: try call.session())
                return Operation.Reply(status: 204, body: [], cookies: [cookies.keep(token, of: session)])
            })
    }

    private var renewRecoveryCodes: Operation {
        Operation(
            method: .post, path: "/v1/me/recovery-codes",
            summary: "Make new recovery codes, shown this once; those before are good no more", tag: "Log-in",
            level: .agent, audience: .people, request: PasswordAgain.schema,
            answer: .init(status: 201, schema: RecoveryCodesView.schema),
            work: .steps { call in
                let codes = try await factors.renewRecoveryCodes(
                    password: try call.decode(PasswordAgain.self).checked, by: try call.session())
                return try .json(RecoveryCodesView(recoveryCodes: codes), status: 201)
            })
    }
}

struct EnrolmentView: Encodable {
    let secret, url: String

    static let schema = Schema.named(
        "SecondFactorEnrolment",
        .object([
            .init("secret", .string(), description: "In base 32, to be typed into an app."),
            .init("url", .string(), description: "otpauth://…, to be shown to an app as a QR code."),
        ]))
}

struct RecoveryCodesView: Encodable {
    let recoveryCodes: [String]

    static let schema = Schema.named("RecoveryCodes", .object([.init("recoveryCodes", .array(.string()))]))
}

/// The password once more, before something that a stolen session must not be enough for.
struct PasswordAgain: RequestBody {
    let password: String

    var checked: String {
        get throws { try PersonField.text(password, "password", most: 200) }
    }

    static let schema = Schema.named("PasswordAgain", .object([.init("password", .string(length: 1...200))]))
}

struct FirstCode: RequestBody {
    let code: String

    static let schema = Schema.named("FirstCode", .object([.init("code", .string(length: 6...40))]))
}
