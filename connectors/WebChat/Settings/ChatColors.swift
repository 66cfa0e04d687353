import ConnectorKit
import Foundation

/// The colours of the chat. Their names, what each applies to and the standard ones stand in the widget's own file, so that
/// there is one list of them.
enum ChatColors {
    struct Entry: Decodable, Sendable {
        let light, dark, help: String
        /// What it is written on, and the least contrast with that (WCAG 2.2, 1.4.3 and 1.4.11).
        let on: [String]?
        let least: Double?
        /// What it is where nobody has set it.
        let follows: String?
    }

    static let entries: [String: Entry] = {
        guard let file = WidgetFiles.packaged["colors.json"],
            let entries = try? JSONDecoder().decode([String: Entry].self, from: Data(file.bytes))
        else { fatalError("The widget's colors.json is not there, or not to be read.") }
        return entries
    }()

    static func check(_ colors: JSONTree, _ check: inout DocumentCheck) {
        check.names(colors, "colors", known: Set(entries.keys))
        for (name, color) in colors.fields.sorted(by: { $0.key < $1.key }) where entries[name] != nil {
            if case .fields(let schemes) = color {
                check.names(color, "colors.\(name)", known: Set(schemeNames))
                for (scheme, color) in schemes.sorted(by: { $0.key < $1.key }) where schemeNames.contains(scheme) {
                    checkOne(color, "colors.\(name).\(scheme)", &check)
                }
            } else {
                checkOne(color, "colors.\(name)", &check)
            }
        }
    }

    /// Pages are light or dark; a colour is for one of them, or for both.
    private static let schemeNames = ["light", "dark"]

    private static func checkOne(_ color: JSONTree, _ field: String, _ check: inout DocumentCheck) {
        if color.text.flatMap(RGB.init) == nil { check.fault(field, "it must be #rgb, #rrggbb or #rrggbbaa.") }
    }

    /// Combinations that many people cannot read.
    static func warnings(about colors: JSONTree) -> [ClientRefusal.Field] {
        schemeNames.flatMap { scheme in
            entries.sorted { $0.key < $1.key }.flatMap { name, entry in
                (entry.on ?? []).compactMap { warning(about: name, entry, on: $0, in: colors, scheme) }
            }
        }
    }

    private static func warning(
        about name: String, _ entry: Entry, on ground: String, in colors: JSONTree, _ scheme: String
    ) -> ClientRefusal.Field? {
        func chosen(_ name: String) -> RGB? {
            (colors[name]?.text ?? colors[name]?[scheme]?.text).flatMap(RGB.init)
        }
        func color(_ name: String) -> RGB? {
            guard let entry = entries[name] else { return nil }
            return chosen(name) ?? entry.follows.flatMap(chosen) ?? RGB(scheme == "dark" ? entry.dark : entry.light)
        }
        // Where only the ground was chosen, the widget finds what can be read on it.
        guard chosen(name) != nil, let least = entry.least, let front = color(name), let back = color(ground) else {
            return nil
        }
        let contrast = front.contrast(with: back)
        guard contrast < least else { return nil }
        return ClientRefusal.Field(
            "colors.\(name)",
            """
            On \(ground), on \(scheme) pages, its contrast is \(String(format: "%.1f", contrast)):1; many people cannot make \
            it out below \(String(format: "%.1f", least)):1 (WCAG 2.2 AA).
            """)
    }
}

/// A colour, as far as its contrast goes (WCAG 2.2, relative luminance).
struct RGB: Sendable, Equatable {
    let red, green, blue: Double

    init?(_ text: String) {
        guard text.wholeMatch(of: /#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})/) != nil else { return nil }
        var digits = Array(text.dropFirst())
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        let parts = stride(from: 0, to: 6, by: 2).map {
            Double(Int(String(digits[$0...($0 + 1)]), radix: 16) ?? 0) / 255
        }
        (red, green, blue) = (parts[0], parts[1], parts[2])
    }

    func contrast(with other: RGB) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    private var luminance: Double {
        func linear(_ part: Double) -> Double { part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4) }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
}
