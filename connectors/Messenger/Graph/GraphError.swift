import ConnectorKit
import Foundation
import HTTPTypes

/// The error object of a Graph API answer. Its words are not passed on: they may quote what was sent.
struct GraphError: Hashable {
    let code: Int
    let subcode: Int?

    init(code: Int, subcode: Int? = nil) {
        self.code = code
        self.subcode = subcode
    }

    /// - Parameter tree: the object. The check of a token calls the subcode `subcode`.
    init?(_ tree: JSONTree?) {
        guard let tree, let code = tree["code"]?.integer.flatMap({ Int(exactly: $0) }) else { return nil }
        let subcode = (tree["error_subcode"] ?? tree["subcode"])?.integer.flatMap { Int(exactly: $0) }
        self.init(code: code, subcode: subcode == 0 ? nil : subcode)
    }

    /// As people quote it, `10/2018278`.
    var text: String { subcode.map { "\(code)/\($0)" } ?? String(code) }
}

/// How much of its limits Meta says is used up.
///
/// Meta, rate limits: percentages of a rolling hour for the app, of a day for a page; and the minutes after which a
/// blocked one goes on.
struct GraphUsage {
    /// The highest percentage; `nil` where nothing was told.
    let percent: Int64?
    let regain: Duration?

    init(_ headers: HTTPFields) {
        var readings: [JSONTree] = []
        if let text = headers[Self.app], let tree = JSONTree(reading: Array(text.utf8)) { readings.append(tree) }
        if let text = headers[Self.business], let tree = JSONTree(reading: Array(text.utf8)) {
            let told = tree.fields.values.flatMap(\.list)
            // Advertising has limits of its own, which are none of ours.
            readings += told.filter { ["messenger", "pages"].contains($0["type"]?.text ?? "messenger") }
        }
        let names = ["call_count", "total_time", "total_cputime"]
        percent = readings.flatMap { reading in names.compactMap { reading[$0]?.integer } }.max()
        let minutes = readings.compactMap { $0["estimated_time_to_regain_access"]?.integer }.max() ?? 0
        regain = minutes > 0 ? .seconds(60 * min(minutes, 1440)) : nil
    }

    private init(percent: Int64?, regain: Duration?) {
        self.percent = percent
        self.regain = regain
    }

    /// The worse of each of two readings.
    func most(with other: GraphUsage) -> GraphUsage {
        GraphUsage(
            percent: [percent, other.percent].compactMap(\.self).max(),
            regain: [regain, other.regain].compactMap(\.self).max())
    }

    /// For how long to leave the API alone, after an answer that was no refusal.
    var pause: Duration? { regain ?? (percent.map { $0 >= 100 } == true ? .seconds(60) : nil) }

    private static let app = HTTPField.Name("X-App-Usage")!
    private static let business = HTTPField.Name("X-Business-Use-Case-Usage")!
}
