/// A table of figures, for the terminal and as Markdown.
struct Table {
    let title: String
    /// What has to be known to read it.
    var remark = ""
    /// The first is of names and has no name of its own.
    let columns: [String]
    var rows: [[String]] = []

    var markdown: String {
        let rule = "|" + columns.indices.map { $0 == 0 ? "---|" : "--:|" }.joined()
        let lines = [line(columns), rule] + rows.map(line)
        return "### \(title)\n\n" + (remark.isEmpty ? "" : remark + "\n\n") + lines.joined(separator: "\n") + "\n"
    }

    private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    var text: String {
        let widths = columns.indices.map { column in
            ([columns] + rows).map { $0[column].count }.max() ?? 0
        }
        let lines = ([columns] + rows).map { row in
            row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + padding : padding + row[column]
            }.joined(separator: "  ")
        }
        return "\n\(title)\n" + lines.joined(separator: "\n")
    }
}
