import ConnectorKit
import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Checklist: from findings to verdicts")
struct ChecklistRuleTests {
    private static let items = [
        ChecklistItem(id: "a", title: "A"), ChecklistItem(id: "b", title: "B", requires: ["a"]),
        ChecklistItem(id: "c", title: "C", requires: ["b"]), ChecklistItem(id: "d", title: "D"),
        ChecklistItem(id: "e", title: "E", requires: ["d", "a"]),
    ]

    @Test(
        "What requires an item that is red or unknown is unknown and names it",
        arguments: [
            // found, shown, waits for
            ("gggg g", "ggggg", "-----"), ("rgggg", "ruugu", "-ab-a"), ("ugggg", "uuugu", "-ab-a"),
            ("ygggg", "ygggg", "-----"), ("grggg", "grugg", "--b--"), ("gggrg", "gggru", "----d"),
            ("rggrg", "ruuru", "-ab-d"), ("g.ggg", "guugg", "--b--"), (".....", "uuuuu", "-ab-d"),
            ("ggggr", "ggggr", "-----"),
        ])
    func requirements(found: String, shown: String, waitsFor: String) {
        let letters = Array(found.filter { $0 != " " })
        let verdicts: [Character: Verdict] = ["g": .green, "y": .yellow, "r": .red, "u": .unknown]
        var findings: [String: Finding] = [:]
        for (item, letter) in zip(Self.items, letters) {
            if let verdict = verdicts[letter] { findings[item.id] = Finding(verdict, "So.", advice: "Do.", fix: "Fix") }
        }
        let checked = ChecklistRule.items(Self.items, findings, before: nil, at: Timestamp(milliseconds: 7))
        let seen = String(checked.compactMap { $0.verdict.rawValue.first })
        #expect(seen == shown)
        let waiting = checked.map { $0.waitsFor ?? "-" }.joined()
        #expect(waiting == waitsFor)
        for item in checked {
            #expect(!item.found.isEmpty)
            #expect(item.since == 7)
            // What cannot be judged offers nothing to do.
            if item.waitsFor != nil { #expect(item.fix == nil && item.advice == nil) }
        }
    }

    @Test("A finding about an item that is not on the list is shown nowhere")
    func strangers() {
        let checked = ChecklistRule.items(
            [ChecklistItem(id: "a", title: "A")], ["x": Finding(.red, "Odd.")], before: nil,
            at: Timestamp(milliseconds: 1))
        #expect(checked.map(\.id) == ["a"])
        #expect(checked.map(\.verdict) == [.unknown])
    }

    @Test("Since when: the verdict's age, whatever the words")
    func since() {
        func run(_ verdict: Verdict, _ words: String, _ before: ChecklistResult?, at moment: Int64) -> ChecklistResult {
            let now = Timestamp(milliseconds: moment)
            let items = ChecklistRule.items(
                [ChecklistItem(id: "a", title: "A")], ["a": Finding(verdict, words)], before: before, at: now)
            return ChecklistResult(
                connection: ID(rawValue: 1), startedAt: now, overall: .green, since: now, items: items)
        }
        let first = run(.red, "One.", nil, at: 1)
        let second = run(.red, "Two.", first, at: 2)
        let third = run(.green, "Three.", second, at: 3)
        #expect([first, second, third].map { $0.items[0].since } == [1, 1, 3])
        #expect(second.items[0].found == "Two.")
    }

    @Test(
        "Overall: red, then unknown, then yellow",
        arguments: [
            ([], Verdict.green), ([.green, .green], .green), ([.green, .yellow], .yellow),
            ([.yellow, .unknown], .unknown), ([.unknown, .red, .green], .red),
        ] as [([Verdict], Verdict)])
    func overall(verdicts: [Verdict], overall: Verdict) {
        #expect(ChecklistRule.overall(verdicts) == overall)
    }
}
