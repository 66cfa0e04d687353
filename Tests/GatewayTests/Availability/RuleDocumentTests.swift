import Foundation
import GatewayModel
import Testing

@testable import Gateway

/// Rules in JSON, both ways.
@Suite("Availability: how rules are written")
struct RuleDocumentTests {
    @Test(
        "What is read is written as it was",
        arguments: [
            "{}", #"{"all":[{"any":[{"not":{}}]}]}"#, #"{"days":["monday","sunday"]}"#,
            #"{"timeZone":"Europe/Paris","times":["08:00-12:00","22:00-02:00"]}"#,
            #"{"hours":{"friday":["22:00-02:00"],"monday":["00:00-24:00","08:00-09:00"]}}"#,
            #"{"dates":[{"date":"2026-12-25","label":"Christmas Day","yearly":true},{"date":"2026-12-31"}]}"#,
            #"{"waitingConversations":{"lessThan":10}}"#, #"{"availableAgents":{"atLeast":1}}"#,
            #"{"agentCapacity":{"moreThan":0}}"#, #"{"agentCapacity":{"atMost":1000000}}"#,
        ])
    func roundTrip(json: String) throws {
        #expect(try rule(json).document == json)
    }

    @Test("What means the same is written in one way")
    func normal() throws {
        #expect(try rule(#"{"all": []}"#).document == "{}")
        #expect(try rule(#"{"days": ["sunday", "monday", "sunday"]}"#).document == #"{"days":["monday","sunday"]}"#)
        #expect(
            try rule(#"{"dates": [{"date": "2026-01-01", "yearly": false}]}"#).document
                == #"{"dates":[{"date":"2026-01-01"}]}"#)
        #expect(try rule(#"{"times": ["20:00-00:00"]}"#).document == #"{"times":["20:00-24:00"]}"#)
    }

    private static func nested(_ levels: Int) -> String {
        String(repeating: #"{"not": "#, count: levels) + "{}" + String(repeating: "}", count: levels)
    }

    /// What is wrong, and where.
    private static let mistakes: [(json: String, field: String, reason: String)] = [
        ("[]", "", ""), (#""always""#, "", ""), ("null", "", ""),
        (#"{"al": []}"#, "al", "there are: all, any, not"),
        (#"{"all": {}}"#, "all", ""), (#"{"any": []}"#, "any", "none would never hold"),
        (#"{"all": [{"days": ["monday"]}, {"days": ["munday"]}]}"#, "all[1].days[0]", "monday, tuesday"),
        (#"{"all": [{}, {"any": [{"not": {"oops": 1}}]}]}"#, "all[1].any[0].not.oops", "no such field"),
        (#"{"days": ["monday"], "times": ["08:00-09:00"]}"#, "", "not days and times"),
        (#"{"all": [{"days": []}]}"#, "all[0].days", "1 to 7"), (#"{"days": "monday"}"#, "days", ""),
        (#"{"days": ["monday", 7]}"#, "days[1]", ""),
        (#"{"times": ["8:00-9:00"]}"#, "times[0]", "08:00-20:00"), (#"{"times": ["08:00-08:00"]}"#, "times[0]", ""),
        (#"{"times": ["08:00-25:00"]}"#, "times[0]", ""), (#"{"times": []}"#, "times", "1 to 12"),
        (#"{"hours": {}}"#, "hours", "there must be some"), (#"{"hours": {"monday": []}}"#, "hours.monday", "1 to 12"),
        (#"{"hours": {"montag": ["08:00-09:00"]}}"#, "hours.montag", "no such field"),
        (#"{"hours": {"monday": ["08:00-09:00", "x"]}}"#, "hours.monday[1]", ""),
        (#"{"dates": []}"#, "dates", "1 to 366"), (#"{"dates": ["2026-12-25"]}"#, "dates[0]", ""),
        (#"{"dates": [{"date": "2026-02-29"}]}"#, "dates[0].date", "2026-12-25"),
        (#"{"dates": [{"label": "x"}]}"#, "dates[0].date", ""),
        (#"{"dates": [{"date": "2026-01-01", "label": ""}]}"#, "dates[0].label", "1 to 100"),
        (#"{"dates": [{"date": "2026-01-01", "day": 1}]}"#, "dates[0].day", "date, label, yearly"),
        (#"{"dates": [{"date": "2026-01-01", "yearly": 1}]}"#, "dates[0].yearly", ""),
        (#"{"waitingConversations": 5}"#, "waitingConversations", ""),
        (#"{"waitingConversations": {}}"#, "waitingConversations", "one of lessThan"),
        (#"{"waitingConversations": {"atLeast": 1, "atMost": 2}}"#, "waitingConversations", "one of"),
        (#"{"waitingConversations": {"equals": 1}}"#, "waitingConversations.equals", "no such field"),
        (#"{"availableAgents": {"atLeast": -1}}"#, "availableAgents.atLeast", "from 0"),
        (#"{"availableAgents": {"atLeast": 1.5}}"#, "availableAgents.atLeast", ""),
        (#"{"agentCapacity": {"atLeast": "1"}}"#, "agentCapacity.atLeast", ""),
        (#"{"agentCapacity": {"atLeast": 1000001}}"#, "agentCapacity.atLeast", "1000000"),
        (#"{"timeZone": "UTC"}"#, "timeZone", "stands beside"),
        (#"{"agentCapacity": {"atLeast": 1}, "timeZone": "UTC"}"#, "timeZone", "stands beside"),
        (#"{"days": ["monday"], "timeZone": 1}"#, "timeZone", ""),
        (nested(8), String(repeating: "not.", count: 7) + "not", "8 deep"),
    ]

    @Test("What is wrong is refused by the name of its field", arguments: mistakes.indices)
    func refuses(index: Int) throws {
        let (json, field, reason) = Self.mistakes[index]
        let error = #expect(throws: DecodingError.self, "\(json)") { try rule(json) }
        let context: DecodingError.Context? =
            switch error {
            case .typeMismatch(_, let context), .dataCorrupted(let context), .valueNotFound(_, let context): context
            case .keyNotFound(let key, let context):
                DecodingError.Context(codingPath: context.codingPath + [key], debugDescription: "required")
            default: nil
            }
        let path = try #require(context).codingPath.reduce("") { path, key in
            key.intValue.map { "\(path)[\($0)]" } ?? (path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)")
        }
        #expect(path == field, "\(json)")
        if !reason.isEmpty { #expect(try #require(context).debugDescription.contains(reason), "\(json)") }
    }

    @Test("As deep, and as many, as may be")
    func limits() throws {
        #expect(try rule(Self.nested(7)).conditionCount == 8)
        let many = Array(repeating: #"{"days": ["monday"]}"#, count: 99).joined(separator: ", ")
        #expect(try rule(#"{"all": [\#(many)]}"#).conditionCount == AvailabilityRule.mostConditions)
    }
}
