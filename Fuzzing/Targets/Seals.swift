import Signing

extension FuzzTarget {
    /// Nothing opens but what was sealed, whole, for its place.
    static let seals = FuzzTarget("seals") { bytes in
        let pieces = bytes.pieces(3)
        let key = SealingKey(Array(repeating: 7, count: SealingKey.byteCount))!
        hold(key.open(pieces[2], for: pieces[1].text) == nil, "what was not sealed does not open")
        var sealed = key.seal(pieces[2], for: pieces[1].text)
        hold(key.open(sealed, for: pieces[1].text) == pieces[2], "what was sealed opens")
        hold(key.open(sealed, for: pieces[1].text + "/") == nil, "and nowhere else")
        sealed[Int(pieces[0].first ?? 0) % sealed.count] ^= 1
        hold(key.open(sealed, for: pieces[1].text) == nil, "and not with a bit changed")
    }
}
