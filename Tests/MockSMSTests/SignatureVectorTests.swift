import MockPlatform
import MockSMS
import Signing
import Testing

/// Vectors computed with `RequestValidator` of Twilio's Python library 9.13.0, auth token `12345`.
@Suite struct SignatureVectorTests {
    private static let hooks = "https://gw.example.test/hooks/twilio/sms"
    private static let zeros = String(repeating: "0", count: 31)
    private static let account = "AC" + zeros + "0"

    private static let call: FormFields = FormFields([
        "CallSid": "CA1234567890ABCDE", "Digits": "1234", "From": "+14158675309", "To": "+18005551212",
        "Caller": "+14158675309",
    ])

    private static func inbound(
        body: String = "Hello there", sid: String = "SM" + zeros + "1", media: [(url: String, type: String)] = []
    ) -> FormFields {
        var fields = FormFields([
            "ToCountry": "US", "ToState": "CA", "SmsMessageSid": sid, "NumMedia": String(media.count), "ToCity": "",
            "FromZip": "94105", "SmsSid": sid, "FromState": "CA", "SmsStatus": "received",
            "FromCity": "SAN FRANCISCO", "Body": body, "FromCountry": "US", "To": "+15005550006", "ToZip": "",
            "NumSegments": "1", "MessageSid": sid, "AccountSid": account, "From": "+14155550100",
            "ApiVersion": "2010-04-01",
        ])
        for (index, item) in media.enumerated() {
            fields.append("MediaUrl\(index)", item.url)
            fields.append("MediaContentType\(index)", item.type)
        }
        return fields
    }

    private func sign(_ url: String, _ form: FormFields = FormFields()) -> String {
        TwilioSignature.sign(url: url, form: form, key: "12345")
    }

    @Test(arguments: [
        ("https://mycompany.com/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("https://mycompany.com:443/myapp.php?foo=1&bar=2", "kvajT1Ptam85bY51eRf/AJRuM3w="),
        ("http://mycompany.com/myapp.php?foo=1&bar=2", "OyGYPqTF6ztdbRNCvuQO/oPvqQ4="),
        ("http://mycompany.com:80/myapp.php?foo=1&bar=2", "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
    ])
    func signsTheURLExactlyAsItIsWritten(url: String, signature: String) {
        #expect(sign(url, Self.call) == signature)
    }

    @Test func sortsAndCountsRepeatedValuesOnce() {
        let form = FormFields([
            "Sid": "CA123", "SidAccount": "AC123", "Digits": "5678", "Digits": "1234", "Digits": "1234",
        ])
        #expect(sign("https://mycompany.com/myapp.php?foo=1&bar=2", form) == "IK+Dwps556ElfBT0I3Rgjkr1wJU=")
    }

    @Test func signsTheURLAloneWhereTheBodyIsNoForm() {
        let digest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=" + digest
        #expect(sign(url) == "a9nBmqA0ju/hNViExpshrM61xv4=")
        #expect(Hex.encode(Hash.sha256.digest(Array(#"{"property": "value", "boolean": true}"#.utf8))) == digest)
    }

    @Test(arguments: [
        ("Hello there", "uXcZ8zn/tYWDiYsgLTcW7SP7Vy4="),
        ("Café — niño 👍日本", "vOXclsRX63wo0o9b117vVvGG9e8="),
        ("  STOP \n", "zAWtmfe1GmuNA8s2Mv0Nc1+pZL8="),
    ])
    func signsTextsWithoutTrimming(body: String, signature: String) {
        #expect(sign(Self.hooks, Self.inbound(body: body)) == signature)
    }

    @Test func signsGetByItsQuery() {
        let url = Self.hooks + "?MessageSid=SM1&Body=hi%20there&From=%2B14155550100"
        #expect(sign(url) == "qqvJ7zZuMd+xAFDjPsXGDo6ZY2w=")
        #expect(sign(Self.hooks) == "NK8qsMzEsnu1jz0XEonUKGiul8Q=")
    }

    @Test func sortsNamesByCodePoint() {
        let form = FormFields(["b": "2", "a": "1", "B": "3", "A": "4", "_z": "5"])
        #expect(sign(Self.hooks, form) == "3iwoorUYwEy+7ivXLFMZdChyz80=")
    }

    @Test func keepsCredentialsInTheURL() {
        let url = "https://user:pass@gw.example.test/hooks"
        #expect(sign(url, FormFields(["A": "1"])) == "IJMy6VHa1uceCTMC6ah4XIkAWx4=")
    }

    @Test func signsMedia() {
        let sid = "MM" + Self.zeros + "1"
        let media = "https://api.twilio.com/2010-04-01/Accounts/\(Self.account)/Messages/\(sid)/Media/ME\(Self.zeros)"
        let form = Self.inbound(body: "", sid: sid, media: [(media + "1", "image/jpeg"), (media + "2", "image/png")])
        #expect(sign(Self.hooks, form) == "Qgj/I8OxJ8Z4FNUo9wHgL3oxoxk=")
    }

    @Test func signsStatusCallbacks() {
        let sid = "SM" + Self.zeros + "2"
        let form = FormFields([
            "SmsSid": sid, "SmsStatus": "delivered", "MessageStatus": "delivered", "To": "+14155550100",
            "MessageSid": sid, "AccountSid": Self.account, "From": "+15005550006", "ApiVersion": "2010-04-01",
        ])
        #expect(sign(Self.hooks + "/status?id=42", form) == "SSkA/DJFUjgkrut4FUqR1iyhTQo=")
    }

    @Test func signsWithASharedKey() {
        let signature = TwilioSignature.sign(url: Self.hooks, form: Self.inbound(), key: "12345", hash: .sha256)
        #expect(signature == "ve1L6+VIZIXst7IBysnMpK3aAlJPKxCrsXx3lS7T2qs=")
    }
}
