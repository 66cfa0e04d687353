import Signing

/// A password as it is stored: hashed by scrypt, with its salt and its cost, so that the cost can rise with time.
struct PasswordHash: Sendable, Equatable {
    /// 32 MiB and some tens of milliseconds for each guess.
    static let cost = Scrypt(costExponent: 15, blockSize: 8, parallelization: 1)!
    private static let saltBytes = 16
    private static let hashBytes = 32

    let scrypt: Scrypt
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Takes its time. `nil` where there is not enough memory.
    init?(of password: [UInt8], _ scrypt: Scrypt) {
        salt = SecureRandom.bytes(Self.saltBytes)
        guard let hash = scrypt.hash(password, salt: salt, length: Self.hashBytes) else { return nil }
        self.scrypt = scrypt
        self.hash = hash
    }

    /// What no password matches, at the same price: for somebody who is not there.
    init(matchingNothingAt scrypt: Scrypt) {
        self.scrypt = scrypt
        salt = [UInt8](repeating: 0, count: Self.saltBytes)
        hash = []
    }

    /// As it was stored; `nil` for anything else.
    init?(_ text: String) {
        let pieces = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard pieces.count == 6, pieces[0] == "scrypt", let n = Int(pieces[1]), let r = Int(pieces[2]),
            let p = Int(pieces[3]), let scrypt = Scrypt(costExponent: n, blockSize: r, parallelization: p),
            let salt = Base64.decode(pieces[4]), let hash = Base64.decode(pieces[5]), !hash.isEmpty
        else { return nil }
        self.scrypt = scrypt
        self.salt = salt
        self.hash = hash
    }

    /// `scrypt$15$8$1$<salt>$<hash>`
    var text: String {
        "scrypt$\(scrypt.costExponent)$\(scrypt.blockSize)$\(scrypt.parallelization)"
            + "$\(Base64.encode(salt))$\(Base64.encode(hash))"
    }

    /// Takes its time, the same for every password. `nil` where there is not enough memory.
    func matches(_ password: [UInt8]) -> Bool? {
        scrypt.hash(password, salt: salt, length: Self.hashBytes).map { constantTimeEquals($0, hash) }
    }
}
