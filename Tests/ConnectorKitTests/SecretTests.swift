import ConnectorKit
import GatewayModel
import Testing

@Suite("Secrets")
struct SecretTests {
    private static let word = "correct-horse-battery"

    @Test("Whatever describes, prints or reflects a secret shows a mask")
    func masks() {
        let secret = Secret(Self.word)
        let secrets = Secrets(["token": [secret]])
        let app = AppAccess(id: ID(rawValue: 1), settings: ["sid": "AC1"], secrets: secrets)
        let optional: Secret? = secret
        let holders: [Any] = [secret, [secret], ["token": secret], secrets, app, optional as Any, (1, secret)]
        for holder in holders {
            var dumped = ""
            dump(holder, to: &dumped)
            for text in [String(describing: holder), String(reflecting: holder), "\(holder)", dumped] {
                #expect(!text.contains(Self.word))
                #expect(!text.contains("horse"))
            }
        }
        #expect(String(describing: secret) == "‹secret›")
        #expect(Mirror(reflecting: secret).children.isEmpty)
        #expect(secret.reveal() == Self.word)
    }

    @Test("The first is the current one, all of them verify")
    func rotation() {
        let secrets = Secrets(["token": [Secret("new"), Secret("old")], "none": []])
        #expect(secrets.current("token") == Secret("new"))
        #expect(secrets.all("token") == [Secret("new"), Secret("old")])
        #expect(secrets.current("none") == nil)
        #expect(secrets.all("none").isEmpty)
        #expect(secrets.current("other") == nil)
        #expect(secrets.all("other").isEmpty)
    }
}
