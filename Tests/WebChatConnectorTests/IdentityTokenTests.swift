import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import Signing
import Testing

@testable import WebChatConnector

@Suite("Whom a site's backend vouches for")
struct IdentityTokenTests {
    private let clock = ManualClock()
    private let app = WebChatFixture().app
    private var seconds: Int { Int(clock.now.milliseconds / 1000) }

    private func token(
        _ claims: [String: JSONTree], header: String = #"{"alg":"HS256","typ":"JWT"}"#,
        secret: String = WebChatFixture.secret
    ) -> String {
        let head = Base64.encodeForURL(Array(header.utf8))
        let body = Base64.encodeForURL(JSONTree.fields(claims).bytes)
        let signature = Hash.sha256.hmac(key: Array(secret.utf8), Array("\(head).\(body)".utf8))
        return "\(head).\(body).\(Base64.encodeForURL(signature))"
    }

    private func claims(_ changes: [String: JSONTree?] = [:]) -> [String: JSONTree] {
        var claims: [String: JSONTree] = [
            "sub": .text("user-1"), "iat": .integer(Int64(seconds)), "exp": .integer(Int64(seconds + 3600)),
            "name": .text("Ada Lovelace"), "email": .text("ada@example.com"),
        ]
        for (name, value) in changes { claims[name] = value }
        return claims
    }

    private func reason(_ token: String, of other: AppAccess? = nil) -> String? {
        do throws(ClientRefusal) {
            _ = try IdentityToken(token, of: other ?? app, at: clock.now)
            return nil
        } catch {
            #expect(error.code == "identity-refused" && !error.explanation.contains(WebChatFixture.secret))
            return error.explanation
        }
    }

    @Test("RFC 7515, appendix A.1: the signature of the RFC's own token is taken for what it is")
    func vector() throws {
        // The token's claims have no sub, so it is the signature that must be right and the claims that are refused.
        let key = try #require(
            Base64.decodeForURL(
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"))
        let signed =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        #expect(
            Base64.encodeForURL(Hash.sha256.hmac(key: key, Array(signed.utf8)))
                == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    }

    @Test("A good one tells who it is")
    func good() throws {
        let read = try IdentityToken(token(claims()), of: app, at: clock.now)
        #expect(read.subject == "user-1" && read.name == "Ada Lovelace" && read.email == "ada@example.com")
    }

    @Test("Whatever is wrong with it")
    func bad() {
        let cases: [(String, String)] = [
            (token(claims(), secret: "another secret"), "signature"),
            (token(claims(), secret: ""), "signature"),
            (token(claims(), header: #"{"alg":"none"}"#), "signature"),
            (
                token(claims(), header: #"{"alg":"none"}"#).split(separator: ".").prefix(2).joined(separator: ".")
                    + ".", "signature"
            ),
            (token(claims(), header: #"{"alg":"HS512"}"#), "signature"),
            (token(claims(), header: #"{"alg":"RS256"}"#), "signature"),
            (token(claims(["sub": JSONTree?.none])), "sub"), (token(claims(["sub": .text("")])), "sub"),
            (token(claims(["sub": .text(String(repeating: "x", count: 201))])), "sub"),
            (token(claims(["exp": JSONTree?.none])), "exp"),
            (token(claims(["exp": .integer(Int64(seconds + 3601))])), "more than an hour"),
            (token(claims(["exp": .integer(Int64(seconds - 61)), "iat": .integer(Int64(seconds - 100))])), "run out"),
            (token(claims(["iat": .integer(Int64(seconds + 61))])), "not hold yet"),
            (token(claims(["nbf": .integer(Int64(seconds + 61))])), "not hold yet"),
            ("", "no JSON Web Token"), ("a.b", "no JSON Web Token"), ("a.b.c.d", "no JSON Web Token"),
            ("..", "no JSON Web Token"), (String(repeating: "x", count: 5000), "too long"),
        ]
        for (token, word) in cases {
            let reason = reason(token)
            #expect(reason?.contains(word) == true, "\(reason ?? "taken") for \(word)")
        }
    }

    @Test("Clocks may differ by a minute")
    func leeway() {
        #expect(reason(token(claims(["iat": .integer(Int64(seconds + 59))]))) == nil)
        #expect(
            reason(token(claims(["iat": .integer(Int64(seconds - 100)), "exp": .integer(Int64(seconds - 59))]))) == nil)
    }

    @Test("A secret that was replaced holds on; without one nobody is vouched for")
    func secrets() {
        let rotated = AppAccess(
            id: app.id, settings: [:],
            secrets: Secrets(["identitySecret": [Secret("a new secret"), Secret(WebChatFixture.secret)]]))
        #expect(reason(token(claims()), of: rotated) == nil)
        let none = AppAccess(id: app.id, settings: [:], secrets: Secrets([:]))
        #expect(reason(token(claims()), of: none) != nil)
        let empty = AppAccess(id: app.id, settings: [:], secrets: Secrets(["identitySecret": [Secret("")]]))
        #expect(reason(token(claims(), secret: ""), of: empty) != nil)
    }

    @Test("RFC 7515, appendix A.2: RS256")
    func publicKey() throws {
        // The RFC's key, its modulus and exponent written as PEM.
        let pem = """
            -----BEGIN PUBLIC KEY-----
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAofgWCuLjybRlzo0tZWJj
            NiuSfb4p4fAkd/wWJcyQoTbji9k0l8W26mPddxHmfHQp+Vaw+4qPCJrcS2mJPMEz
            P1Pt0Bm4d4QlL+yRT+SFd2lZS+pCgNMsD1W/YpRPEwOWvG6b32690r2jZ47soMZo
            9wGzjb/7OMg0LOL+bSf63kpaSHSXndS5z5rexMdbBYUsLA9e+KXBdQOS+UTo7WTB
            EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6/I5IhlJH7aGhyxX
            FvUK+DWNmoudF8NAco9/h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXp
            oQIDAQAB
            -----END PUBLIC KEY-----
            """
        let signed =
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        let signature = try #require(
            Base64.decodeForURL(
                "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
            ))
        #expect(RSASignature.isGenuine(signature, of: Array(signed.utf8), byKey: pem))
        #expect(!RSASignature.isGenuine(signature, of: Array((signed + "x").utf8), byKey: pem))
        #expect(!RSASignature.isGenuine(signature.reversed(), of: Array(signed.utf8), byKey: pem))
        #expect(!RSASignature.isGenuine(signature, of: Array(signed.utf8), byKey: "no key"))
        #expect(!RSASignature.isGenuine([], of: Array(signed.utf8), byKey: pem))
    }
}
