import Foundation
import MockMessenger
import MockPlatform
import Testing

/// Vectors computed with another library's HMAC, app secret `app-secret-123`.
@Suite struct HubSignatureTests {
    private static let secret = "app-secret-123"
    private static let plain =
        #"{"object":"page","entry":[{"id":"111222333","time":1760000000123,"messaging":[{"sender":{"id":"5551"},"#
        + #""recipient":{"id":"111222333"},"timestamp":1760000000000,"message":{"mid":"m_abc","text":"hello"}}]}]}"#
    private static let escaped =
        #"{"object":"page","entry":[{"id":"111222333","time":1760000000123,"messaging":[{"sender":{"id":"5551"},"#
        + #""recipient":{"id":"111222333"},"timestamp":1760000000000,"message":{"mid":"m_abd","text":"#
        + #""caf\u00e9 \ud83d\udc4d https:\/\/x.test"}}]}]}"#

    @Test(arguments: [
        (plain, "64706ec486fafbb3a01a7d242baa80e03f386f62545400fce858e19b72342b17"),
        (escaped, "9515228d21d65264b3f268ee0a3592a1824657ae69c6217659ab29506f608363"),
        ("", "7830cd86f8a6543b14f802bcb61303606ff278d50f445177d72f7c7896b9badc"),
    ])
    func signsTheBytes(body: String, digest: String) {
        #expect(HubSignature.sha256(Array(body.utf8), secret: Self.secret) == "sha256=" + digest)
    }

    @Test func theOlderSignatureIsSHA1() {
        let signature = HubSignature.sha1(Array(Self.plain.utf8), secret: Self.secret)
        #expect(signature == "sha1=77c97245fe84ecc5692a08510f0c4fa4e7436327")
    }

    @Test func theSameJSONInOtherBytesHasAnotherSignature() throws {
        let json = try #require(JSON(parsing: Array(Self.escaped.utf8)))
        let reserialised = HubSignature.sha256(json.bytes, secret: Self.secret)
        #expect(reserialised == "sha256=9767364cdb2d9728ee3a7369ab097777075eed2798bd56d50c87337dad75625a")
        #expect(json.bytes(escaping: .ascii) == Array(Self.escaped.utf8), "Meta's own form is reproduced")
    }

    @Test func provesTheSecret() {
        let proof = AppSecretProof.make(token: "EAAtesttoken", secret: Self.secret)
        #expect(proof == "aefb92ca51c08e8a5691b079d2db300f90c72c5527ce3b3cebc5a43de9ede6da")
    }

    @Test func signsRequestsOfUsers() {
        let request = SignedRequest.make(
            user: "218471", issued: Date(timeIntervalSince1970: 1_760_000_000),
            expires: Date(timeIntervalSince1970: 1_760_003_600), secret: Self.secret)
        #expect(
            request == "qvNyFXyFKDOTCsy53J6CSvnyCDK7uan5vRIqhDlHggs.eyJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImV4cGlyZXMi"
                + "OjE3NjAwMDM2MDAsImlzc3VlZF9hdCI6MTc2MDAwMDAwMCwidXNlcl9pZCI6IjIxODQ3MSJ9")
    }
}
