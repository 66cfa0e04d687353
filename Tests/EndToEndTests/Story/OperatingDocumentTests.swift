import Foundation
import Gateway
import Testing

@testable import gatehouse

/// The operator's manual says what there is, and nothing that is not.
@Suite("docs/operating.md")
struct OperatingDocumentTests {
    /// What stands in backticks in the first cell of each row of a table, and the whole row.
    private func rows(under heading: String) throws -> [(name: String, row: String)] {
        let text = try String(contentsOf: Program.repository.appending(path: "docs/operating.md"), encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n## ").first { $0.hasPrefix(heading) })
        return section.split(separator: "\n").compactMap { line in
            line.firstMatch(of: /^\| `([^`]+)` \|/).map { (String($0.output.1), String(line)) }
        }
    }

    @Test("Every setting has its row, with its name in the environment")
    func settings() throws {
        let rows = try rows(under: "Settings")
        #expect(Set(rows.map(\.name)) == Set(SettingName.allCases.map(\.rawValue)))
        #expect(rows.count == SettingName.allCases.count)
        for (name, row) in rows {
            let environmentName = try #require(SettingName(rawValue: name)).environmentName
            #expect(row.contains("| `\(environmentName)` |"), "\(row)")
        }
    }

    @Test("Every metric has its row, with its labels")
    func metrics() throws {
        let rows = try rows(under: "Monitoring")
        #expect(rows.map(\.name) == Metric.allCases.map(\.rawValue))
        for (name, row) in rows {
            let labels = try #require(Metric(rawValue: name)).labels.map { "`\($0)`" }.joined(separator: ", ")
            let cell = row.split(separator: "|", omittingEmptySubsequences: false)[2].trimmingCharacters(
                in: .whitespaces)
            #expect(cell == labels, "\(row)")
        }
    }

    @Test("The days that are said are those that count")
    func retention() async throws {
        let settings = try await Settings.load(file: nil, environment: [:])
        for (name, row) in try rows(under: "Settings") where name.hasPrefix("retention.") {
            let kind = try #require(RetainedKind(rawValue: String(name.dropFirst("retention.".count))))
            let days = settings.retention[kind].map { "\($0.components.seconds / 86400)" } ?? "forever"
            #expect(row.contains("| `\(days)` |"), "\(row)")
        }
        let chosen = try await Settings.load(
            file: nil,
            environment: ["GATEHOUSE_RETENTION_EVENTS": "forever", "GATEHOUSE_RETENTION_CONVERSATIONS": "90"])
        #expect(chosen.retention[.events] == nil)
        #expect(chosen.retention[.conversations] == RetentionRule.days(90))
        let secret = try await Settings.load(file: nil, environment: ["GATEHOUSE_MASTER_KEY": "not to be seen"])
        #expect(!"\(secret)".contains("not to be seen"))
        for wrong in ["29", "0", "-1", "soon", "1e9"] {
            await #expect(throws: SettingFailure.self) {
                try await Settings.load(file: nil, environment: ["GATEHOUSE_RETENTION_CONVERSATIONS": wrong])
            }
        }
    }

    @Test("systemd understands the unit, and has more patience than a stop may take")
    func unit() async throws {
        let source = Program.repository.appending(path: "docs/systemd/gatehouse.service")
        let text = try String(contentsOf: source, encoding: .utf8)
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix("[") {
            let pieces = line.split(separator: "=", maxSplits: 1)
            #expect(pieces.count >= 1 && line.contains("="), "\(line)")
            values[String(pieces[0])] = pieces.count == 2 ? String(pieces[1]) : ""
        }
        #expect(values["Type"] == "notify" && values["User"] == "gatehouse" && values["ProtectSystem"] == "strict")
        let settings = try await Settings.load(file: nil, environment: [:])
        #expect(Int64(values["TimeoutStopSec"] ?? "") ?? 0 > settings.stopBudget.components.seconds)
        let judge = URL(filePath: "/usr/bin/systemd-analyze")
        guard FileManager.default.isExecutableFile(atPath: judge.path) else { return }
        // A program that is there; every other word is the unit's own.
        let unit = folder.appending(path: "gatehouse.service")
        try Data(text.replacing("/usr/local/bin/gatehouse", with: "/bin/true").utf8).write(to: unit)
        let verdict = try await GatewayProcess.run(
            ["verify", unit.path], program: judge, environment: [:], folder: folder)
        #expect(verdict.status == 0 && verdict.output.isEmpty, "\(verdict.output)")
    }
}
