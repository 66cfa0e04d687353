import Testing

@testable import GatewayHTTP

@Suite("Which page made the browser send a request")
struct RequestOriginTests {
    private static let panel = "https://panel.test"

    @Test(
        "By Sec-Fetch-Site, else by Origin, as the browser says",
        arguments: [
            ("same-origin", nil, nil, .ownPage), ("same-origin", "https://panel.test", nil, .ownPage),
            ("Same-Origin", nil, nil, .ownPage),
            // The neighbour on a subdomain is a stranger, too.
            ("same-site", nil, nil, .elsewhere), ("same-site", "https://panel.test", nil, .elsewhere),
            ("cross-site", nil, nil, .elsewhere), ("cross-site", "https://panel.test", "panel.test", .elsewhere),
            ("none", nil, nil, .unsaid), ("none", "https://evil.test", nil, .elsewhere),
            ("something new", nil, nil, .elsewhere), ("", nil, nil, .elsewhere),
            (nil, nil, nil, .unsaid), (nil, nil, "panel.test", .unsaid),
            (nil, "https://panel.test", nil, .ownPage), (nil, "HTTPS://PANEL.test", nil, .ownPage),
            (nil, "https://other.test", "other.test", .ownPage),
            (nil, "https://other.test", "other.test:1", .elsewhere),
            // Whoever can answer for it in the clear is not who can answer for it over https.
            (nil, "http://panel.test", "panel.test", .elsewhere),
            (nil, "http://127.0.0.1:8081", "127.0.0.1:8081", .elsewhere),
            (nil, "http://panel.test", nil, .elsewhere), (nil, "https://panel.test:8443", nil, .elsewhere),
            (nil, "https://panel.test.evil.test", "panel.test", .elsewhere),
            (nil, "https://evil-panel.test", "panel.test", .elsewhere), (nil, "null", "panel.test", .elsewhere),
            (nil, "https://evil.test", "panel.test", .elsewhere), (nil, "", "", .elsewhere),
        ] as [(String?, String?, String?, RequestOrigin)])
    func table(site: String?, origin: String?, host: String?, expected: RequestOrigin) {
        #expect(RequestOrigin(site: site, origin: origin, host: host, own: Self.panel) == expected)
    }

    @Test(
        "Where our pages come in the clear, on this machine, so may theirs",
        arguments: [
            ("http://127.0.0.1:8081", true), ("http://127.0.0.1:8082", false), ("https://127.0.0.1:8081", false),
        ])
    func inTheClear(origin: String, isOwn: Bool) {
        let found = RequestOrigin(site: nil, origin: origin, host: "127.0.0.1:8081", own: "http://127.0.0.1:8080")
        #expect(found == (isOwn ? .ownPage : .elsewhere))
    }

    @Test("A cookie counts for our own pages; unsaid, for looking only; from elsewhere, for nothing")
    func cookies() {
        let cases: [(RequestOrigin, Bool, Bool)] = [
            (.ownPage, true, true), (.unsaid, true, false), (.elsewhere, false, false),
        ]
        for (origin, looking, changing) in cases {
            #expect(origin.letsCookieCount(changing: false) == looking)
            #expect(origin.letsCookieCount(changing: true) == changing)
        }
    }

    @Test("Over https the cookies' names make browsers guard them; over plain http, for this machine, they cannot")
    func names() {
        let mark = BrowserCookies(panelURL: "https://panel.test").keep(device: "x")
        #expect(mark == "__Host-gatehouse-device=x; Max-Age=31536000; Path=/; HttpOnly; SameSite=Strict; Secure")
        #expect(
            BrowserCookies(panelURL: "http://127.0.0.1:8080").forgetSession
                == "gatehouse-session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict")
        #expect(BrowserCookies(panelURL: "https://panel.test").sessionName == "__Host-gatehouse-session")
    }
}
