import GatewayModel
import Testing

/// A conversation with its transcript, as far as the clocks need it, in seconds.
private struct Scene {
    var conversation = Conversation(
        id: ID(rawValue: 1), contactPoint: .default, platform: Platform(rawValue: "test"),
        connection: ID(rawValue: 1), customer: Address(kind: .phone, value: "+1"), state: .new,
        createdAt: Scene.time(0), updatedAt: Scene.time(0))
    var timers = Scene.timers("10s 30s 100s")
    var lastWord = LastWord(message: ID(rawValue: 0), at: Scene.time(0))
    var seen: [String] = []
    private var messages: Int64 = 0

    static func time(_ second: Int) -> Timestamp { Timestamp(milliseconds: Int64(second) * 1000) }
    static func timers(_ words: String) -> EffectiveTimers { EffectiveTimers([.tenant: TimerSettings(words: words)]) }

    /// `in@5`: a message comes in at second 5. `look@12` looks; `set@20=1s 2s 3s` changes the timers.
    mutating func play(_ step: Substring) {
        let parts = step.split(separator: "=")
        let words = parts[0].split(separator: "@")
        let second = Int(words[1])!
        let now = Self.time(second)
        switch words[0] {
        case "in": say(.inbound, now)
        case "stop": say(.keyword, now)
        case "reply": say(.reply, now)
        case "note": say(nil, now)
        case "close": conversation.apply(.closedByPerson, at: now)
        case "set": timers = Self.timers(String(parts[1]))
        default:
            for expired in conversation.look(at: now, timers, after: lastWord) {
                seen.append("\(expired.timer.rawValue)@\(second) due \(expired.dueAt.milliseconds / 1000)")
            }
        }
    }

    private mutating func say(_ change: ConversationChange?, _ now: Timestamp) {
        messages += 1
        lastWord = LastWord(message: ID(rawValue: messages), at: now)
        guard let change else { return }
        conversation.apply(change, at: now)
        conversation.hasten(by: timers, after: lastWord)
    }

    var dueAt: Int? { conversation.clocks.dueAt.map { Int($0.milliseconds / 1000) } }
}

@Suite("The clocks of a conversation")
struct ConversationClockTests {
    /// Timers of 10, 30 and 100 seconds unless the story sets others; what expired, and when the next look is.
    @Test(
        "What expires when",
        arguments: [
            // The response clock.
            ("in@0", "", 10),
            ("in@0 look@9", "", 10),
            ("in@0 look@10", "response@10 due 10", 30),
            ("in@0 look@10 look@11 look@29", "response@10 due 10", 30),
            ("in@0 in@8 look@10", "response@10 due 10", 38),
            ("in@0 reply@5 look@10", "", 35),
            ("in@0 reply@5 in@7 look@10", "", 17),
            ("in@0 look@10 reply@12 in@15 look@25", "response@10 due 10, response@25 due 25", 45),
            ("in@0 look@10 in@12 look@30", "response@10 due 10", 42),
            // A word nobody need answer; a notification is no answer.
            ("stop@0", "", 30),
            ("stop@0 look@30", "inactive@30 due 30", 130),
            ("in@0 stop@5 look@10", "response@10 due 10", 35),
            ("stop@0 in@5 look@15", "response@15 due 15", 35),
            ("in@0 note@5 look@10", "response@10 due 10", 35),
            // The inactive clock.
            ("in@0 reply@1 look@30", "", 31),
            ("in@0 reply@1 look@31", "inactive@31 due 31", 131),
            ("in@0 reply@1 note@20 look@31", "", 50),
            ("in@0 reply@1 stop@20 look@31", "", 50),
            // The close clock begins with the look that makes it inactive, whenever that is.
            ("in@0 reply@1 look@40 look@139", "inactive@40 due 31", 140),
            ("in@0 reply@1 look@40 look@140", "inactive@40 due 31, close@140 due 140", nil),
            ("in@0 reply@1 look@31 note@50 look@131", "inactive@31 due 31, close@131 due 131", nil),
            (
                "in@0 reply@1 look@31 in@50 look@131", "inactive@31 due 31, response@131 due 60, inactive@131 due 80",
                231
            ),
            ("in@0 reply@1 look@31 reply@50 look@79", "inactive@31 due 31", 80),
            ("in@0 reply@1 look@31 stop@50 look@79", "inactive@31 due 31", 80),
            // Whoever waits goes on waiting while the conversation is inactive.
            ("set@0=60s 30s 100s in@0 look@30 look@60", "inactive@30 due 30, response@60 due 60", 130),
            ("set@0=60s 30s 10s in@0 look@30 look@60", "inactive@30 due 30, close@60 due 40", nil),
            // Closed is closed.
            ("in@0 close@5 look@1000", "", nil),
            ("in@0 close@5 in@6 reply@7 look@1000", "", nil),
            // A look that comes late: everything in the order in which it was due, and no state is skipped.
            ("in@0 look@1000", "response@1000 due 10, inactive@1000 due 30", 1100),
            ("set@0=60s 30s 100s in@0 look@1000", "inactive@1000 due 30, response@1000 due 60", 1100),
            // Changed timers.
            ("in@0 set@2=5s 30s 100s look@2", "", 5),
            ("in@0 set@2=5s 30s 100s look@5", "response@5 due 5", 30),
            ("in@0 set@2=20s 30s 100s look@10 look@20", "response@20 due 20", 30),
            ("in@0 look@10 set@11=20s 30s 100s look@20", "response@10 due 10", 30),
            ("in@0 look@10 set@11=2s 30s 100s look@11", "response@10 due 10", 30),
            ("in@0 reply@1 look@31 set@40=10s 30s 5s look@40", "inactive@31 due 31, close@40 due 36", nil),
            // The clock on the wall set back: what began in the future counts from the look that finds it.
            ("in@1000 look@500", "", 510),
            ("in@1000 look@500 look@510", "response@510 due 510", 530),
            ("in@1000 look@500 look@510 look@530", "response@510 due 510, inactive@530 due 530", 630),
            ("in@1000 reply@1001 look@500 look@515", "", 530),
            ("in@1000 reply@1001 look@500 look@515 look@530", "inactive@530 due 530", 630),
            ("in@1000 reply@1001 look@500 in@510 look@520", "response@520 due 520", 540),
            ("in@1000 reply@1001 look@500 note@510 look@530", "", 540),
            ("in@0 reply@1 look@1000 look@500 look@599", "inactive@1000 due 31", 600),
            ("in@0 reply@1 look@1000 look@500 look@600", "inactive@1000 due 31, close@600 due 600", nil),
            // Set back by less than has gone by: nothing gets later than it was.
            ("in@100 look@105 look@102", "", 110),
            // Twice.
            ("in@1000 look@500 look@200 look@210", "response@210 due 210", 230),
            // Set forward: at most one state further.
            ("in@0 reply@1 look@100000", "inactive@100000 due 31", 100_100),
        ] as [(String, String, Int?)])
    func story(steps: String, expired: String, dueAt: Int?) {
        var scene = Scene()
        // A length has white space before it, a step has an @ in it.
        for step in Self.steps(steps) { scene.play(step) }
        #expect(scene.seen.joined(separator: ", ") == expired)
        #expect(scene.dueAt == dueAt)
    }

    private static func steps(_ text: String) -> [Substring] {
        text.split(separator: " ").reduce(into: []) { steps, word in
            if word.contains("@") {
                steps.append(word)
            } else {
                steps.append("\(steps.removeLast()) \(word)")
            }
        }
    }

    @Test("A message that starts no clock and stops none leaves the conversation as it is")
    func untouched() {
        for (story, step) in [
            ("in@0", "in@1"), ("in@0 reply@1 in@2", "in@3"), ("in@0 reply@1", "reply@2"), ("in@0 reply@1", "stop@2"),
            ("stop@0", "stop@1"), ("in@0 reply@1", "note@2"), ("in@0 look@10", "in@11"),
        ] {
            var scene = Scene()
            for step in Self.steps(story) { scene.play(step) }
            let before = scene.conversation
            scene.play(Substring(step))
            #expect(scene.conversation == before, "\(story) \(step)")
        }
    }

    @Test(
        "Who asks when it is due hears it of each clock that runs",
        arguments: [
            ("in@0", "10 30 -"), ("stop@0", "- 30 -"), ("in@0 reply@3", "- 33 -"), ("in@0 look@10 note@12", "10 42 -"),
            ("in@0 look@30", "10 - 130"), ("in@0 reply@3 look@33", "- - 133"), ("in@0 close@1", "- - -"),
        ])
    func due(steps: String, due: String) {
        var scene = Scene()
        for step in Self.steps(steps) { scene.play(step) }
        let found = scene.conversation.due(by: scene.timers, after: scene.lastWord)
        let seconds = [found.response, found.inactive, found.close].map { moment in
            moment.map { "\($0.milliseconds / 1000)" } ?? "-"
        }
        #expect(seconds.joined(separator: " ") == due)
    }
}
