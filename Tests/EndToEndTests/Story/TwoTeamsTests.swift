import Foundation
import MockPlatform
import MockSMS
import Testing

/// Two departments with a contact point each: who may see, answer and begin what, by people who have logged in.
@Suite("Sales and Service")
struct TwoTeamsTests {
    /// A department: its contact point, its number, a customer of its own, and the conversation that customer began.
    private struct Department {
        let name: String
        let number: String
        let customer: MockPhone
        var conversation = ""

        var contactPoint: String { "/v1/contact-points/\(name)" }
    }

    private static let (salesNumber, serviceNumber) = ("+14155550190", "+14155550191")

    /// Everything that a department does is for its own role and for managers, and for nobody else.
    private func open(_ department: Department, in house: Installation) async throws {
        let label = JSONValue.string(department.name.capitalized)
        _ = try await house.api.post("/v1/roles", ["label": label]).expect(201)
        _ = try await house.api.post("/v1/contact-points", ["id": .string(department.name), "label": label]).expect(201)
        let those: JSONValue = [.string(department.name), "manager"]
        _ = try await house.api.put(
            "\(department.contactPoint)/conversation-roles", ["read": those, "answer": those]
        ).expect(200)
        _ = try await house.api.put(
            "\(department.contactPoint)/outbound-roles", ["startConversation": those, "sendNotification": those]
        ).expect(200)
        try await house.addNumber(department.number, to: department.name)
        #expect(try await department.customer.text("Hello \(department.name)", to: department.number).succeeded)
    }

    @Test("Sales reads, answers and begins at Sales and nowhere else, and so does Service; a manager at both")
    func departments() async throws {
        let house = try await Installation(furtherNumbers: [Self.salesNumber, Self.serviceNumber])
        _ = try await house.api.post("/v1/roles", ["label": "Manager"]).expect(201)
        var sales = Department(
            name: "sales", number: Self.salesNumber, customer: house.mock.phone("+14155550100"))
        var service = Department(
            name: "service", number: Self.serviceNumber, customer: house.mock.phone("+14155550101"))
        for department in [sales, service] { try await open(department, in: house) }
        let seller = try await house.person("seller@our.test", roles: ["sales"])
        let helper = try await house.person("helper@our.test", roles: ["service"])
        let manager = try await house.person("manager@our.test", level: "manager", roles: ["manager"])
        let all = try await manager.browser.get("/v1/conversations").expect(200)["items"].array
        #expect(all.count == 2)
        sales.conversation = all.first { $0["contactPoint"] == "sales" }?["id"].string ?? ""
        service.conversation = all.first { $0["contactPoint"] == "service" }?["id"].string ?? ""

        try await works(seller, at: sales)
        try await isKeptOut(seller, of: service)
        try await works(helper, at: service)
        try await isKeptOut(helper, of: sales)
        for department in [sales, service] { try await works(manager, at: department) }

        // A list holds what its reader may read.
        for (person, own) in [
            (seller, [sales]), (helper, [service]), (manager, [sales, service]),
        ] {
            let listed = try await person.browser.get("/v1/conversations").expect(200)["items"].array
            #expect(Set(listed.compactMap { $0["contactPoint"].string }) == Set(own.map(\.name)))
            #expect(Set(own.map(\.conversation)).isSubset(of: listed.compactMap { $0["id"].string }))
        }

        // Each customer was answered once by the department and once by the manager, and by nobody of the other.
        for (department, worker) in [(sales, seller), (service, helper)] {
            let texts = try await department.customer.texts.wait(for: 2) { $0.direction == .received }
            #expect(texts.map(\.body) == [worker, manager].map { "\($0.id) answers" })
        }

        // Who was kept out of what stands in the audit log.
        for (person, department) in [(seller, service), (helper, sales)] {
            let denials = try await house.api.get("/v1/audit?action=denied&actor=\(person.id)").expect(200)["items"]
                .array
            #expect(
                denials.map { $0["subject"] }.reversed()
                    == ["read", "read", "answer", "answer", "startConversation", "sendNotification"].map {
                        .string("contact-point/\(department.name)/\($0)")
                    })
        }
        let none = try await house.api.get("/v1/audit?action=denied&actor=\(manager.id)").expect(200)
        #expect(none["items"].array.isEmpty)
        await house.end()
    }

    /// Reads and answers the conversation, and begins one with somebody new.
    private func works(_ person: (id: String, browser: Browser), at department: Department) async throws {
        let browser = person.browser
        let path = "/v1/conversations/\(department.conversation)"
        #expect(try await browser.get(path).expect(200)["contactPoint"] == .string(department.name))
        let messages = try await browser.get("\(path)/messages").expect(200)["items"].array
        #expect(messages.first?["text"] == .string("Hello \(department.name)"))
        let answer = try await browser.post("\(path)/messages", ["text": .string("\(person.id) answers")]).expect(202)
        #expect(answer["author"] == .string(person.id))
        let begun = try await browser.post(
            "\(department.contactPoint)/conversations", ["to": "+14155550199", "text": "Good morning"]
        ).expect(202)
        #expect(begun["message"]["author"] == .string(person.id))
    }

    /// Everything is refused, and each refusal says what is missing, where, and who can grant it.
    private func isKeptOut(_ person: (id: String, browser: Browser), of department: Department) async throws {
        let browser = person.browser
        let path = "/v1/conversations/\(department.conversation)"
        let message: JSONValue = ["to": "+14155550199", "text": "Good morning"]
        for (right, answer) in [
            ("read", try await browser.get(path)),
            ("read", try await browser.get("\(path)/messages")),
            ("answer", try await browser.post("\(path)/messages", ["text": "Not by me"])),
            ("answer", try await browser.post("\(path)/close")),
            ("startConversation", try await browser.post("\(department.contactPoint)/conversations", message)),
            ("sendNotification", try await browser.post("\(department.contactPoint)/notifications", message)),
        ] {
            let isOutbound = right == "startConversation" || right == "sendNotification"
            #expect(answer.status == 403)
            #expect(answer.problem == (isOutbound ? "outbound-right-missing" : "conversation-right-missing"))
            for word in [right, "\"\(department.name)\"", isOutbound ? "outbound roles" : "conversation roles"] {
                #expect(answer["detail"].string?.contains(word) == true, "\(answer.json)")
            }
            #expect(answer["text"] == .null && answer["items"] == .null)
        }
    }

    @Test(
        "Sales may tell Service's customers of specials, and begin no conversation there; a role taken away, a key that acts"
    )
    func salesAndService() async throws {
        let house = try await Installation()
        _ = try await house.api.post("/v1/contact-points", ["id": "service", "label": "Service"]).expect(201)
        _ = try await house.api.post("/v1/roles", ["label": "Sales"]).expect(201)
        _ = try await house.api.post("/v1/roles", ["label": "Service"]).expect(201)
        _ = try await house.api.post("/v1/roles", ["label": "Manager"]).expect(201)
        try await house.addNumber(to: "service")
        // Each department has its own conversations; Sales may tell Service's customers of specials.
        _ = try await house.api.put(
            "/v1/contact-points/default/outbound-roles",
            ["startConversation": ["sales", "manager"], "sendNotification": ["sales", "manager"]]
        ).expect(200)
        _ = try await house.api.put(
            "/v1/contact-points/service/outbound-roles",
            ["startConversation": ["service", "manager"], "sendNotification": ["service", "sales", "manager"]]
        ).expect(200)

        let seller = try await house.person("seller@our.test", roles: ["sales"])
        let helper = try await house.person("helper@our.test", roles: ["service"])
        let boss = try await house.person("boss@our.test", level: "manager", roles: ["manager"])
        let newcomer = try await house.person("new@our.test")

        func may(_ person: (id: String, browser: Browser), _ what: String, at contactPoint: String) async throws -> Bool
        {
            let answer = try await person.browser.post(
                "/v1/contact-points/\(contactPoint)/\(what)", ["to": "+14155550100", "text": "Hello"])
            if answer.status == 202 {
                let message = what == "conversations" ? answer["message"] : answer.json
                #expect(message["author"] == .string(person.id))
            } else {
                #expect(answer.status == 403 && answer.problem == "outbound-right-missing", "\(answer.json)")
            }
            return answer.status == 202
        }
        #expect(try await may(seller, "conversations", at: "default"))
        #expect(try await may(seller, "notifications", at: "default"))
        #expect(try await !may(seller, "conversations", at: "service"))
        #expect(try await may(seller, "notifications", at: "service"))

        #expect(try await !may(helper, "conversations", at: "default"))
        #expect(try await !may(helper, "notifications", at: "default"))
        #expect(try await may(helper, "conversations", at: "service"))
        #expect(try await may(helper, "notifications", at: "service"))

        for contactPoint in ["default", "service"] {
            for what in ["conversations", "notifications"] {
                #expect(try await may(boss, what, at: contactPoint))
                #expect(try await !may(newcomer, what, at: contactPoint))
            }
        }
        // Everyone is every person, and no service; a role that is disabled grants nothing.
        _ = try await house.api.put(
            "/v1/contact-points/default/outbound-roles",
            ["startConversation": ["everyone"], "sendNotification": ["sales"]]
        ).expect(200)
        #expect(try await may(newcomer, "conversations", at: "default"))
        let service = try await house.api.post(
            "/v1/contact-points/default/conversations", ["to": "+14155550100", "text": "Hello"])
        #expect(service.status == 403)
        _ = try await house.api.patch("/v1/roles/sales", ["disabled": true]).expect(200)
        #expect(try await !may(seller, "notifications", at: "default"))

        // A key that acts for somebody is that person, until the person is disabled.
        let key = try await house.api.post(
            "/v1/api-keys", ["label": "CRM", "level": "administrator", "user": .string(newcomer.id)]
        ).expect(201)
        let standIn = house.api.with(token: key["token"].string)
        let me = try await standIn.get("/v1/me").expect(200)
        #expect(me["id"] == .string(newcomer.id) && me["level"] == "agent" && me["kind"] == "user")
        let begun = try await standIn.post(
            "/v1/contact-points/default/conversations", ["to": "+14155550100", "text": "Hello"])
        #expect(begun.status == 202 && begun["message"]["author"] == .string(newcomer.id))
        #expect(try await standIn.get("/v1/session").problem == "log-in-needed")
        _ = try await house.api.patch("/v1/users/\(newcomer.id)", ["state": "disabled"]).expect(200)
        #expect(try await standIn.get("/v1/me").status == 401)
        #expect(try await newcomer.browser.get("/v1/me").status == 401)
        #expect(try await Browser(house.api).logIn("new@our.test", Installation.password).problem == "log-in-failed")

        // Denials are in the audit log, by who it was and what it was about.
        let denials = try await house.api.get("/v1/audit?action=denied&actor=\(seller.id)").expect(200)["items"].array
        #expect(
            denials.map { $0["subject"] }.reversed() == [
                "contact-point/service/startConversation", "contact-point/default/sendNotification",
            ])
        await house.end()
    }
}

extension Installation {
    /// A further number of the same account, at another contact point.
    func addNumber(_ number: String = "+14155550190", to contactPoint: String) async throws {
        _ = try await api.post(
            "/v1/contact-points/\(contactPoint)/connections",
            [
                "app": .string(app), "address": .string(number),
                "pacing": ["unitsPerSecond": 1000, "burst": 1000],
            ]
        ).expect(201)
    }
}
