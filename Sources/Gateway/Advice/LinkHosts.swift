/// Finds the hosts of the links in a text, with or without `https://`.
enum LinkHosts {
    /// In lower case, without `www.`, each once, in their order.
    static func named(in text: String) -> [String] {
        var hosts: [String] = []
        var word = ""
        var before: Character?
        for character in text + " " {
            if isPartOfHost(character) {
                word.append(character)
                continue
            }
            // What stands behind an @ is somebody's mail.
            if before != "@", let host = host(from: word), !hosts.contains(host) { hosts.append(host) }
            (word, before) = ("", character)
        }
        return hosts
    }

    private static func host(from word: String) -> String? {
        var host = word.lowercased()[...]
        while host.last == "." || host.last == "-" { host.removeLast() }
        if host.hasPrefix("www.") { host = host.dropFirst(4) }
        return host.contains(".") && host.first != "." ? String(host) : nil
    }

    private static func isPartOfHost(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber) || character == "." || character == "-"
    }
}
