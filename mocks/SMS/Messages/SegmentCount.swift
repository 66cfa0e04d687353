/// Into how many SMS a text is cut, by the rules of GSM 03.38 and 03.40.
public enum SegmentCount {
    public static func of(_ text: String) -> Int {
        let scalars = text.unicodeScalars
        if scalars.allSatisfy({ septets[$0] != nil }) {
            return count(scalars.lazy.map { septets[$0]! }, single: 160, part: 153)
        }
        // A surrogate pair takes two units and stays together.
        return count(scalars.lazy.map { $0.value > 0xFFFF ? 2 : 1 }, single: 70, part: 67)
    }

    private static func count(_ costs: some Sequence<Int>, single: Int, part: Int) -> Int {
        var total = 0
        var parts = 1
        var filled = 0
        for cost in costs {
            total += cost
            if filled + cost > part {
                parts += 1
                filled = 0
            }
            filled += cost
        }
        return total <= single ? 1 : parts
    }

    /// What each character of GSM-7 costs; those of the extension table need an escape before them.
    private static let septets: [Unicode.Scalar: Int] = {
        var septets: [Unicode.Scalar: Int] = [:]
        for scalar in basic.unicodeScalars { septets[scalar] = 1 }
        for scalar in extended.unicodeScalars { septets[scalar] = 2 }
        return septets
    }()

    private static let basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
        + "¿abcdefghijklmnopqrstuvwxyzäöñüà"
    private static let extended = "\u{0C}^{}\\[~]|€"
}
