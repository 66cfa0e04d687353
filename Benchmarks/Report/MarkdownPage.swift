import Foundation

/// A page of which a part is written by the benchmark: what stands between two marks.
struct MarkdownPage {
    static let begin = "<!-- written by make bench: begin -->"
    static let end = "<!-- written by make bench: end -->"

    let path: String

    func replace(with text: String) throws {
        let page = try String(contentsOfFile: path, encoding: .utf8)
        guard let begin = page.range(of: Self.begin), let end = page.range(of: Self.end),
            begin.upperBound <= end.lowerBound
        else { throw BenchFailure("\(path) has no place between \(Self.begin) and \(Self.end)") }
        let new = page[..<begin.upperBound] + "\n\n" + text + "\n" + page[end.lowerBound...]
        try String(new).write(toFile: path, atomically: true, encoding: .utf8)
    }
}
