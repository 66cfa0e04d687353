import ConnectorKit
import Testing

@testable import Gateway

@Suite("Traces: what may be seen")
struct RedactionTests {
    private static let secret = "s3cret/token+1"
    private let redaction = Redaction(TraceRule(openFields: ["code", "status", "PageSize"]), secrets: [Secret(secret)])

    @Test(
        "Addresses",
        arguments: [
            ("https://api.test/v1/messages", "https://api.test/v1/messages"),
            ("https://api.test/v1?PageSize=50&To=%2B14155550100", "https://api.test/v1?PageSize=50&To=‹12›"),
            ("https://api.test/bots3cret/token+1/send", "https://api.test/bot‹secret›/send"),
            ("https://api.test/s3cret%2Ftoken%2B1/x", "https://api.test/‹secret›/x"),
            ("https://api.test/x?status=s3cret%2Ftoken%2B1", "https://api.test/x?status=‹secret›"),
            ("https://api.test/x?access_token=abc", "https://api.test/x?access_token=‹3›"),
            ("https://api.test/x?%zz", "https://api.test/x?‹unreadable›"),
            ("https://api.test/x?a=", "https://api.test/x?a="),
        ])
    func addresses(url: String, seen: String) {
        #expect(redaction.address(url) == seen)
    }

    @Test("Whom a call is about is not shown, however it is written")
    func customer() {
        let redaction = Redaction(.namesOnly, secrets: [Secret(Self.secret)], customer: "+14155550100")
        for written in ["+14155550100", "%2B14155550100"] {
            #expect(
                redaction.address("https://api.test/people/\(written)?fields=name")
                    == "https://api.test/people/‹customer›?fields=‹4›")
        }
        #expect(redaction.address("https://api.test/s3cret/token+1/7") == "https://api.test/‹secret›/7")
    }

    @Test(
        "Addresses of files: no query, and of another's host nothing but its name",
        arguments: [
            ("https://api.test/files/1", "https://api.test/files/1"),
            ("HTTPS://API.test:443/files/1?status=sent&Signature=abc#x", "https://api.test/files/1?…"),
            ("https://api.test/s3cret%2Ftoken%2B1/x?", "https://api.test/‹secret›/x?…"),
            ("https://content.test/signed/path/of/file.png?Expires=1&Signature=abc", "https://content.test/…"),
            ("http://api.test:8080/files/1?x", "http://api.test:8080/…"),
            ("https://api.test.evil.test/files/1", "https://api.test.evil.test/…"),
            ("https://user:password@api.test/files/1", "‹unreadable›"), ("file:///etc/passwd", "‹unreadable›"),
            ("", "‹unreadable›"),
        ])
    func fileAddresses(url: String, seen: String) {
        #expect(redaction.fileAddress(url, on: ["api.test"]) == seen)
    }

    @Test(
        "Bodies",
        arguments: [
            (
                "To=%2B14155550100&Body=My+PIN+is+1234&PageSize=5", "application/x-www-form-urlencoded",
                "To=‹12›&Body=‹14›&PageSize=5"
            ),
            (
                #"{"code": 21211, "message": "Invalid 'To' +14155550100", "status": 400}"#, "application/json",
                #"{"code": 21211, "message": ‹25›, "status": 400}"#
            ),
            (
                #"{"auth_token": "abc", "list": [1, 2, "x"], "sub": {"status": "sent", "pin": 1234, "ok": true}}"#,
                "application/json; charset=utf-8",
                #"{"auth_token": ‹3›, "list": [‹number›, ‹number›, ‹1›], "sub": {"ok": ‹number›, "pin": ‹number›, "status": "sent"}}"#
            ),
            (
                #"{"status": ["a","b","c","d","e","f","g"]}"#, "application/problem+json",
                #"{"status": ["a", "b", "c", "d", "e", ‹2 more›]}"#
            ),
            (#"{"status": "s3cret/token+1"}"#, "application/json", #"{"status": "‹secret›"}"#),
            ("{broken", "application/json", "‹unreadable JSON›"),
            ("Body=%zz", "application/x-www-form-urlencoded", "‹unreadable form›"),
            ("secret words", "text/plain", "‹12 bytes of text/plain›"),
            ("secret words", "", "‹12 bytes›"),
        ])
    func bodies(body: String, type: String, seen: String) {
        #expect(redaction.body(Array(body.utf8), type: type.isEmpty ? nil : type) == seen)
    }

    @Test("Nothing of a deep or endless document gets through")
    func limits() {
        let deep = String(repeating: #"{"status":"#, count: 40) + "1" + String(repeating: "}", count: 40)
        #expect(redaction.body(Array(deep.utf8), type: "application/json")?.contains("…") == true)
        let long = "{" + (0..<5000).map { "\"k\($0)\": 1" }.joined(separator: ",") + "}"
        let seen = redaction.body(Array(long.utf8), type: "application/json") ?? ""
        #expect(seen.count == Redaction.mostCharacters + 1)
        #expect(redaction.body([], type: "application/json") == nil)
    }
}
