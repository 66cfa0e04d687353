/// An element of a small XML document.
struct XMLElement: Equatable {
    let name: String
    let attributes: [String: String]
    var children: [XMLElement] = []
    /// The text directly inside, children left out.
    var text = ""
}

/// Reads well-formed XML without a document type, which is all that TwiML is.
struct XMLReader {
    struct Malformed: Error, Equatable {
        let reason: String
    }

    private var rest: Substring

    static func read(_ document: String) throws(Malformed) -> XMLElement {
        var reader = XMLReader(rest: document[...])
        // A byte order mark is allowed before everything else.
        if reader.rest.hasPrefix("\u{FEFF}") { reader.rest.removeFirst() }
        try reader.skipMisc()
        let root = try reader.element()
        try reader.skipMisc()
        guard reader.rest.isEmpty else { throw Malformed(reason: "content after the root element") }
        return root
    }

    private mutating func element() throws(Malformed) -> XMLElement {
        guard take("<") else { throw Malformed(reason: "an element was expected") }
        let name = try name()
        var element = XMLElement(name: name, attributes: try attributes())
        if take("/>") { return element }
        guard take(">") else { throw Malformed(reason: "the start tag of \(name) does not end") }
        while !take("</") {
            if rest.hasPrefix("<!--") || rest.hasPrefix("<?") {
                try skipMisc()
            } else if take("<![CDATA[") {
                element.text += try upTo("]]>")
            } else if rest.hasPrefix("<") {
                element.children.append(try self.element())
            } else if rest.isEmpty {
                throw Malformed(reason: "\(name) does not end")
            } else {
                element.text += try unescape(rest.prefix { $0 != "<" })
                rest = rest.drop { $0 != "<" }
            }
        }
        guard try self.name() == name else { throw Malformed(reason: "\(name) is closed by another name") }
        skipBlanks()
        guard take(">") else { throw Malformed(reason: "the end tag of \(name) does not end") }
        return element
    }

    private mutating func attributes() throws(Malformed) -> [String: String] {
        var attributes: [String: String] = [:]
        while true {
            skipBlanks()
            guard let first = rest.first, first != ">", first != "/" else { return attributes }
            let name = try name()
            skipBlanks()
            guard take("=") else { throw Malformed(reason: "attribute \(name) has no value") }
            skipBlanks()
            guard let quote = rest.first, quote == "\"" || quote == "'" else {
                throw Malformed(reason: "the value of \(name) is not quoted")
            }
            rest.removeFirst()
            guard attributes[name] == nil else { throw Malformed(reason: "attribute \(name) comes twice") }
            attributes[name] = try unescape(try upTo(String(quote)))
        }
    }

    private mutating func name() throws(Malformed) -> String {
        let name = rest.prefix { $0.isLetter || $0.isNumber || "_:-.".contains($0) }
        guard let first = name.first, first.isLetter || first == "_" else {
            throw Malformed(reason: "a name was expected")
        }
        rest.removeFirst(name.count)
        return String(name)
    }

    private mutating func skipMisc() throws(Malformed) {
        while true {
            skipBlanks()
            if take("<?") {
                _ = try upTo("?>")
            } else if take("<!--") {
                _ = try upTo("-->")
            } else {
                return
            }
        }
    }

    private mutating func skipBlanks() {
        rest = rest.drop(while: \.isWhitespace)
    }

    private mutating func take(_ token: String) -> Bool {
        guard rest.hasPrefix(token) else { return false }
        rest.removeFirst(token.count)
        return true
    }

    private mutating func upTo(_ end: String) throws(Malformed) -> Substring {
        guard let found = rest.firstRange(of: end) else { throw Malformed(reason: "\(end) is missing") }
        defer { rest = rest[found.upperBound...] }
        return rest[..<found.lowerBound]
    }

    private func unescape(_ text: Substring) throws(Malformed) -> String {
        guard text.contains("&") || text.contains("<") else { return String(text) }
        var result = ""
        var rest = text
        while let character = rest.popFirst() {
            if character == "<" { throw Malformed(reason: "< stands in a value") }
            guard character == "&" else {
                result.append(character)
                continue
            }
            guard let end = rest.firstIndex(of: ";"), let replaced = Self.entity(rest[..<end]) else {
                throw Malformed(reason: "& begins no entity")
            }
            result.unicodeScalars.append(replaced)
            rest = rest[rest.index(after: end)...]
        }
        return result
    }

    private static func entity(_ name: Substring) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        if name.hasPrefix("#x") { return UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init) }
        if name.hasPrefix("#") { return UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init) }
        return nil
    }
}
