import ConnectorKit
import Foundation
import Gateway

/// Who answers the steps of connecting: a person at a terminal, or a file.
protocol ConnectingAnswerer {
    /// Whether an answer that was no answer may be given once more.
    var mayTryAgain: Bool { get }
    func answer(_ step: ConnectingStep) async throws -> ConnectingReply
}

extension Connecting {
    /// Goes on from step to step. What goes wrong ends the session: who begins anew begins from the first.
    func complete(
        _ purpose: Purpose, asking answerer: any ConnectingAnswerer, by actor: String
    ) async throws -> Outcome {
        var state = try await begin(purpose, by: actor)
        while true {
            switch state {
            case .connected(let outcome): return outcome
            case .asking(let session, _, let step):
                do {
                    state = try await answer(session, try await answerer.answer(step), by: actor)
                } catch let refusal as Refusal where refusal.kind == .invalid && answerer.mayTryAgain {
                    say(refusal.fields.map(\.reason).joined(separator: "\n"))
                } catch {
                    try? await cancel(session, by: actor)
                    if let refusal = error as? Refusal, !refusal.fields.isEmpty {
                        let fields = refusal.fields.map { "\($0.name): \($0.reason)" }
                        throw CommandFailure("Step \(step.id): " + fields.joined(separator: " "))
                    }
                    throw error
                }
            }
        }
    }
}

/// Answers that stand in a JSON object, by the steps' ids; each is given once.
final class ScriptedAnswers: ConnectingAnswerer {
    private struct Answer: Decodable {
        let settings: [String: String]?
        let choices: [String]?
        let confirmed: Bool?
        let text: String?
    }

    let mayTryAgain = false
    private var answers: [String: Answer]

    init(file: String) throws {
        let data = file == "-" ? try FileHandle.standardInput.readToEnd() : FileManager.default.contents(atPath: file)
        guard let data else { throw CommandFailure("The answers cannot be read from \(file).") }
        guard let answers = try? JSONDecoder().decode([String: Answer].self, from: data) else {
            throw CommandFailure("The answers in \(file) are not a JSON object of answers by step.")
        }
        self.answers = answers
    }

    func answer(_ step: ConnectingStep) async throws -> ConnectingReply {
        switch step.kind {
        case .wait(let duration):
            try await Task.sleep(for: duration)
            return ConnectingReply(step: step.id)
        case .failed: throw CommandFailure(step.text)
        default: break
        }
        guard let answer = answers.removeValue(forKey: step.id) else {
            throw CommandFailure("Step \(step.id) has no answer: \(step.text)")
        }
        return ConnectingReply(
            step: step.id, settings: answer.settings ?? [:], choices: answer.choices ?? [],
            isConfirmed: answer.confirmed ?? false, text: answer.text)
    }
}

/// A person at a terminal; secrets are not shown while they are typed.
struct TerminalAnswers: ConnectingAnswerer {
    let mayTryAgain = true

    init() throws {
        guard Terminal.isThere else { throw CommandFailure("There is no terminal to ask on: give --answers.") }
    }

    func answer(_ step: ConnectingStep) async throws -> ConnectingReply {
        say("\n\(step.text)")
        switch step.kind {
        case .confirm:
            guard try ask("Type yes to go on: ").lowercased() == "yes" else {
                throw CommandFailure("Nothing was done.")
            }
            return ConnectingReply(step: step.id, isConfirmed: true)
        case .enter(let fields):
            var settings: [String: String] = [:]
            for field in fields {
                if !field.help.isEmpty { say("  (\(field.help))") }
                let note = field.standard.map { " [\($0)]" } ?? (field.isRequired ? "" : " [none]")
                let text = try ask("\(field.label)\(note): ", isHidden: field.kind == .secret)
                if !text.isEmpty { settings[field.key] = text }
            }
            return ConnectingReply(step: step.id, settings: settings)
        case .choose(let choices, let several):
            for (index, choice) in choices.enumerated() { say("  \(index + 1)  \(choice.label)") }
            let text = try ask(several ? "Which, by number, with spaces between: " : "Which, by number: ")
            let chosen = text.split(separator: " ").compactMap { Int($0) }.filter { choices.indices.contains($0 - 1) }
            return ConnectingReply(step: step.id, choices: chosen.map { choices[$0 - 1].id })
        case .ask(let label):
            return ConnectingReply(step: step.id, text: try ask("\(label): "))
        case .open(let url, returns: true):
            say(url)
            let text = try ask("Open this page, and paste the address of the page that you were sent back to: ")
            return ConnectingReply(step: step.id, text: text)
        case .open(let url, returns: false):
            say(url)
            _ = try ask("Open this page, and press return when you are back: ")
            return ConnectingReply(step: step.id)
        case .wait(let duration):
            try await Task.sleep(for: duration)
            return ConnectingReply(step: step.id)
        case .failed, .connect:
            throw CommandFailure("It cannot go on. Mend that, and begin again.")
        }
    }

    private func ask(_ question: String, isHidden: Bool = false) throws -> String {
        try Terminal.ask(question, isHidden: isHidden).trimmingCharacters(in: .whitespaces)
    }
}
