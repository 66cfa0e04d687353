import ConnectorKit
import Foundation
import GatewayModel

/// The first line of a stop list as CSV: which cell holds what. Only `address` must be there; the columns may stand in
/// any order, and others among them.
struct StopListHeader: Sendable {
    /// The columns that mean nothing here.
    let ignored: [String]
    private let count: Int
    private let indices: [StopListColumn: Int]

    init(_ line: CSVReader.Line) throws {
        let names: [String]
        switch line.content {
        case .success(let cells): names = cells.map { $0.trimmingCharacters(in: .whitespaces) }
        case .failure(let fault): throw Self.refusal("the first line cannot be read: \(fault.explanation)")
        }
        var indices: [StopListColumn: Int] = [:]
        var ignored: [String] = []
        for (index, name) in names.enumerated() {
            let column = StopListColumn.allCases.first { $0.rawValue.lowercased() == name.lowercased() }
            guard let column else {
                if !name.isEmpty { ignored.append(String(name.prefix(40))) }
                continue
            }
            guard indices.updateValue(index, forKey: column) == nil else {
                throw Self.refusal("the column \(column.rawValue) is there twice.")
            }
        }
        guard indices[.address] != nil else {
            throw Self.refusal(
                "the first line must name the columns, separated by commas or semicolons, \"address\" among them.")
        }
        self.indices = indices
        self.ignored = Array(ignored.prefix(20))
        count = names.count
    }

    /// The cells of a line by their columns, without white space around them; empty ones are left out. What an
    /// apostrophe marks as text keeps what is behind it.
    func cells(of line: [String]) throws(UnusableLine) -> [StopListColumn: String] {
        guard line.count == count else {
            throw UnusableLine("it has \(line.count) cells; the first line has \(count).")
        }
        return indices.mapValues { Self.trimmed(line[$0]) }.filter { !$0.value.isEmpty }
    }

    private static func trimmed(_ cell: String) -> String {
        let trimmed = cell.trimmingCharacters(in: .whitespaces)
        let scalars = cell.unicodeScalars
        guard trimmed.unicodeScalars.first == "'", let mark = scalars.firstIndex(of: "'") else { return trimmed }
        return String(scalars[mark...])
    }

    static func refusal(_ reason: String) -> Refusal { Refusal.invalid("body", reason) }
}

/// Why a line of a file is not taken.
struct UnusableLine: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
