/// The widget's modules as one, for a page waits for each that it loads: a module with what it imports put before it, once.
///
/// They are written for it: imports stand on lines of their own, nothing is exported under another name, and no two modules
/// declare the same name at their top.
enum ModuleBundle {
    /// - Returns: `nil` where a module is not there.
    static func joined(from main: String, reading module: (String) -> String?) -> String? {
        var seen: Set<String> = []
        var lines: [Substring] = []
        return collect(main, reading: module, &seen, into: &lines) ? lines.joined(separator: "\n") + "\n" : nil
    }

    private static func collect(
        _ name: String, reading module: (String) -> String?, _ seen: inout Set<String>, into lines: inout [Substring]
    ) -> Bool {
        guard seen.insert(name).inserted else { return true }
        guard let text = module(name) else { return false }
        let own = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        for line in own where line.hasPrefix("import ") {
            guard let path = line.firstMatch(of: /"\.\/([^"]+)"/) else { return false }
            guard collect(String(path.output.1), reading: module, &seen, into: &lines) else { return false }
        }
        for line in own where !line.isEmpty && !line.hasPrefix("import ") && !line.hasPrefix("//") {
            lines.append(line.hasPrefix("export ") ? line.dropFirst("export ".count) : line)
        }
        return true
    }
}
