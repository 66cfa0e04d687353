import ConnectorKit

extension FuzzTarget {
    /// What decodes is a form: written down again it reads as the same pairs, and takes no other form after that.
    static let forms = FuzzTarget("forms") { bytes in
        guard let pairs = FormBody.decode(bytes) else { return }
        hold(pairs.count <= 1000, "at most 1000 pairs")
        let size = pairs.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        hold(size <= bytes.count, "a form decodes to no more bytes than it has")
        let written = FormBody.encode(pairs)
        guard let again = FormBody.decode(written) else { fatalError("Broken: what was encoded decodes") }
        hold(again.elementsEqual(pairs) { isSame($0, $1) }, "the same pairs in the same order")
        hold(FormBody.encode(again) == written, "one normal form")
    }

    /// By bytes: to Swift, two ways of writing an accent are one text.
    private static func isSame(_ left: (name: String, value: String), _ right: (name: String, value: String)) -> Bool {
        left.name.utf8.elementsEqual(right.name.utf8) && left.value.utf8.elementsEqual(right.value.utf8)
    }
}
