/// Writes JSON text (RFC 8259).
struct JSONWriter {
    let escaping: JSON.Escaping
    private(set) var output: [UInt8] = []

    init(escaping: JSON.Escaping) {
        self.escaping = escaping
        output.reserveCapacity(512)
    }

    mutating func write(_ value: JSON) {
        switch value {
        case .null: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .integer(let value): output += String(value).utf8
        case .decimal(let value): output += value.description.utf8
        case .string(let value): write(value)
        case .array(let values): write(values, between: "[", "]") { $0.write($1) }
        case .object(let members):
            write(members, between: "{", "}") { writer, member in
                writer.write(member.name)
                writer.output.append(UInt8(ascii: ":"))
                writer.write(member.value)
            }
        }
    }

    private mutating func write<Element>(
        _ elements: [Element], between open: Unicode.Scalar, _ close: Unicode.Scalar,
        each: (inout JSONWriter, Element) -> Void
    ) {
        output.append(UInt8(ascii: open))
        for (index, element) in elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            each(&self, element)
        }
        output.append(UInt8(ascii: close))
    }

    private mutating func write(_ text: String) {
        output.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": output += [UInt8(ascii: "\\"), UInt8(scalar.value)]
            case "/" where escaping == .ascii: output += "\\/".utf8
            case "\n" where escaping == .ascii: output += "\\n".utf8
            case "\r" where escaping == .ascii: output += "\\r".utf8
            case "\t" where escaping == .ascii: output += "\\t".utf8
            case "\u{8}" where escaping == .ascii: output += "\\b".utf8
            case "\u{C}" where escaping == .ascii: output += "\\f".utf8
            case _ where scalar.value < 0x20 || (!scalar.isASCII && escaping == .ascii):
                for unit in UTF16.encode(scalar)! { escape(unit) }
            default: output += UTF8.encode(scalar)!
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ unit: UInt16) {
        let digits = Array("0123456789abcdef".utf8)
        output += "\\u".utf8
        for shift in [12, 8, 4, 0] { output.append(digits[Int(unit >> shift & 15)]) }
    }
}
