import ConnectorKit
import Foundation
import GatewayModel
import Testing

@testable import WebChatConnector

@Suite("What an administrator may choose for a chat")
struct ChatSettingsTests {
    private let rule = ChatSettingsRule()

    private func check(_ json: String, over saved: JSONTree = ChatSettings.standard) -> Result<JSONTree, ClientRefusal>
    {
        let tree = JSONTree(reading: Array(json.utf8)) ?? .null
        do throws(ClientRefusal) { return .success(try rule.check(tree, over: saved)) } catch { return .failure(error) }
    }

    @Test(
        "Faults are named by their fields",
        arguments: [
            (#"{"isEnabled": "yes"}"#, "isEnabled"), (#"{"typo": 1}"#, "typo"),
            (#"{"allowedDomains": ["ok.example", "*.com"]}"#, "allowedDomains[1]"),
            (#"{"fileTypes": ["text/html"]}"#, "fileTypes[0]"), (#"{"mobileNumber": "five"}"#, "mobileNumber"),
            (#"{"menu": {"items": [{"id": "a", "label": "A", "url": "javascript:alert(1)"}]}}"#, "menu.items[0].url"),
            (
                #"{"menu": {"items": [{"id": "a", "label": "A", "url": "https://x.example/\"onclick"}]}}"#,
                "menu.items[0].url"
            ),
            (
                #"{"menu": {"items": [{"id": "a", "label": "A", "url": "tel:1"}, {"id": "a", "label": "B", "url": "tel:2"}]}}"#,
                "menu.items[1].id"
            ),
            (#"{"menu": {"offset": {"horizontal": 501}}}"#, "menu.offset.horizontal"),
            (#"{"layout": {"width": 100}}"#, "layout.width"),
            (#"{"layout": {"vertical": "middle"}}"#, "layout.vertical"),
            (##"{"colors": {"primary": "green"}}"##, "colors.primary"),
            (##"{"colors": {"primary": "#12345"}}"##, "colors.primary"),
            (##"{"colors": {"noSuch": "#000"}}"##, "colors.noSuch"),
            (##"{"colors": {"primary": {"light": "#000", "dim": "#000"}}}"##, "colors.primary.dim"),
            (##"{"colors": {"primary": {"dark": "black"}}}"##, "colors.primary.dark"),
            (#"{"font": "Arial; } body { display: none"}"#, "font"), (#"{"font": "url(https://x.example)"}"#, "font"),
            (#"{"form": {"fields": [{"id": "a b", "type": "text", "label": "A"}]}}"#, "form.fields[0].id"),
            (#"{"form": {"fields": [{"id": "a", "type": "password", "label": "A"}]}}"#, "form.fields[0].type"),
            (#"{"form": {"fields": [{"id": "a", "type": "select", "label": "A"}]}}"#, "form.fields[0].options"),
            (#"{"form": {"fields": [{"id": "a", "type": "text", "label": ""}]}}"#, "form.fields[0].label"),
            (#"{"sessionHours": 0}"#, "sessionHours"),
            (#"{"limits": {"messagesPerMinute": 0}}"#, "limits.messagesPerMinute"),
            (#"{"texts": {"en": {"title": 7}}}"#, "texts.en.title"),
            (#"{"texts": {"not a language": {}}}"#, "texts.not a language"),
        ])
    func faults(_ json: String, _ field: String) throws {
        guard case .failure(let refusal) = check(json) else {
            Issue.record("\(json) is taken")
            return
        }
        #expect(refusal.fields.map(\.name).contains(field))
    }

    @Test("At most twenty fields, and one first message")
    func formLimits() throws {
        func form(_ count: Int, firsts: Int) -> String {
            let fields = (0..<count).map {
                #"{"id": "f\#($0)", "type": "text", "label": "F", "isFirstMessage": \#($0 < firsts)}"#
            }
            return #"{"form": {"fields": [\#(fields.joined(separator: ","))]}}"#
        }
        _ = try check(form(20, firsts: 1)).get()
        #expect(throws: ClientRefusal.self) { try check(form(21, firsts: 0)).get() }
        #expect(throws: ClientRefusal.self) { try check(form(3, firsts: 2)).get() }
    }

    @Test("What is not given stays; a colour or a text is taken back by null")
    func merging() throws {
        let one = try check(
            ##"{"colors": {"primary": "#123456"}, "isEnabled": true, "texts": {"en": {"title": "Hi"}}}"##
        )
        .get()
        let two = try check(##"{"colors": {"error": "#654321"}, "sounds": false}"##, over: one).get()
        #expect(two["colors"]?["primary"]?.text == "#123456" && two["colors"]?["error"]?.text == "#654321")
        #expect(two["isEnabled"] == .bool(true) && two["sounds"] == .bool(false))
        let three = try check(#"{"colors": {"primary": null}, "texts": {"en": null}}"#, over: two).get()
        #expect(three["colors"]?["primary"] == nil && three["texts"]?["en"] == nil)
        #expect(three["colors"]?["error"]?.text == "#654321")
    }

    @Test("A form that was once saved counts for good, also when it is emptied")
    func formIsSavedForGood() throws {
        #expect(WelcomeForm(ChatSettings.standard["form"] ?? .null).isSaved == false)
        // What a page was shown and gives back unchanged saves nothing.
        #expect(try check(#"{"form": {"isSaved": false, "fields": []}}"#).get()["form"]?["isSaved"] == .bool(false))
        let saved = try check(#"{"form": {"isSaved": true, "fields": []}}"#).get()
        #expect(saved["form"]?["isSaved"] == .bool(true))
        let later = try check(#"{"form": {"isSaved": false, "fields": []}}"#, over: saved).get()
        #expect(later["form"]?["isSaved"] == .bool(true))
        #expect(try check(#"{"sounds": true}"#, over: saved).get()["form"]?["isSaved"] == .bool(true))
        let declared = JSONTree(
            reading: Array(#"[{"id": "a", "type": "text", "label": "A", "isRequired": true}]"#.utf8))
        #expect(WelcomeForm(ChatSettings.standard["form"] ?? .null).asksNothing(declared: declared) == false)
        #expect(WelcomeForm(saved["form"] ?? .null).asksNothing(declared: declared))
        #expect(rule.warnings(about: saved).contains { $0.name == "form" })
    }

    @Test(
        "Answers are held against the fields",
        arguments: [
            (#"{"first": "Ada", "mail": "ada@example.com", "kind": "Books"}"#, nil),
            (#"{"first": "Ada", "mail": "ada@example"}"#, "form.mail"), (#"{"mail": "ada@example.com"}"#, "form.first"),
            (#"{"first": "  ", "mail": "ada@example.com"}"#, "form.first"),
            (#"{"first": "Ada", "kind": "Cars"}"#, "form.kind"), (#"{"first": "Ada", "age": "old"}"#, "form.age"),
            (#"{"first": "Ada", "phone": "call me"}"#, "form.phone"),
            (#"{"first": "Ada", "other": "x"}"#, "form.other"),
            (#"{"first": 7}"#, "form.first"),
        ] as [(String, String?)])
    func answers(_ json: String, _ fault: String?) throws {
        let form = WelcomeForm(
            try #require(
                JSONTree(
                    reading: Array(
                        """
                        {"isSaved": true, "fields": [
                            {"id": "first", "type": "text", "label": "Name", "isRequired": true},
                            {"id": "mail", "type": "email", "label": "Mail"},
                            {"id": "kind", "type": "select", "label": "Kind", "options": ["Books", "Maps"]},
                            {"id": "age", "type": "number", "label": "Age"}, {"id": "phone", "type": "tel", "label": "Phone"}]}
                        """.utf8))))
        do throws(ClientRefusal) {
            _ = try form.answers(JSONTree(reading: Array(json.utf8)) ?? .null, declared: nil)
            #expect(fault == nil)
        } catch {
            #expect(error.fields.map(\.name) == [fault])
        }
    }

    @Test("First and last name are what the customer is called; one field may be the first message")
    func nameAndFirstMessage() throws {
        let form = WelcomeForm(
            try #require(
                JSONTree(
                    reading: Array(
                        """
                        {"isSaved": true, "fields": [{"id": "firstName", "type": "text", "label": "First"},
                            {"id": "lastName", "type": "text", "label": "Last"},
                            {"id": "question", "type": "textarea", "label": "Question", "isFirstMessage": true}]}
                        """.utf8))))
        let answers = try form.answers(
            .fields(["firstName": .text("Ada"), "lastName": .text("Lovelace"), "question": .text("Why?")]),
            declared: nil)
        #expect(answers.name?.text == "Ada Lovelace" && answers.firstMessage == "Why?")
        #expect(answers.values["question"] == nil)
    }

    @Test("Colours that many cannot read are warned of, the standard ones are not; an open list of sites is")
    func warnings() throws {
        #expect(rule.warnings(about: ChatSettings.standard).map(\.name) == ["allowedDomains"])
        let pale = try check(##"{"colors": {"error": "#ffdddd"}, "allowedDomains": ["shop.example"]}"##).get()
        #expect(rule.warnings(about: pale).map(\.name).contains("colors.error"))
        #expect(RGB("#000").map { $0.contrast(with: RGB("#ffffff")!) } == 21)
    }

    @Test("Every standard colour passes WCAG AA on what it is written on, in light and dark")
    func standardColors() throws {
        for (name, entry) in ChatColors.entries {
            for ground in entry.on ?? [] {
                let back = try #require(ChatColors.entries[ground])
                for (front, behind) in [(entry.light, back.light), (entry.dark, back.dark)] {
                    let contrast = try #require(RGB(front)).contrast(with: try #require(RGB(behind)))
                    #expect(contrast >= entry.least ?? 0, "\(name) on \(ground): \(contrast)")
                }
            }
        }
    }
}
