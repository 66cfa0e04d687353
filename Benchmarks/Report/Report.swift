/// What a run has found.
final class Report {
    private(set) var tables: [Table] = []
    /// What else has to be known: what could not be measured, and why; what went wrong.
    private(set) var remarks: [String] = []
    var figures = Figures()
    private let begin = ContinuousClock.now

    func add(_ table: Table) {
        tables.append(table)
        say(table.text)
        say("(after \(Int((ContinuousClock.now - begin) / .seconds(1))) s)")
    }

    func remark(_ sentence: String) {
        remarks.append(sentence)
        say(sentence)
    }

    /// - Parameter invocation: how the run was called.
    func markdown(_ machine: Machine, invocation: String) -> String {
        let parts =
            ["Measured \(machine.sentence)\n\nThe run: `\(invocation)`.\n"]
            + remarks.map { $0 + "\n" }
            + [Aim.table(figures).markdown] + tables.map(\.markdown)
        return parts.joined(separator: "\n")
    }
}
