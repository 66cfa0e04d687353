private import COpenSSL

/// The password hash of RFC 7914: whoever guesses needs much memory for each guess, and so does whoever checks one.
public struct Scrypt: Sendable, Equatable {
    /// More than this no stored hash may ask for: 1 GiB.
    private static let mostBytes: UInt64 = 1 << 30

    /// The binary logarithm of the cost that RFC 7914 calls N.
    public let costExponent: Int
    /// What RFC 7914 calls r and p.
    public let blockSize: Int
    public let parallelization: Int

    /// `nil` for what scrypt does not allow, or what would take too much.
    public init?(costExponent: Int, blockSize: Int, parallelization: Int) {
        guard (1...20).contains(costExponent), (1...64).contains(blockSize), (1...16).contains(parallelization),
            Self.bytes(costExponent, blockSize) <= Self.mostBytes
        else { return nil }
        self.costExponent = costExponent
        self.blockSize = blockSize
        self.parallelization = parallelization
    }

    /// Takes its time: not to be called where others wait.
    ///
    /// - Returns: `nil` where there is not enough memory.
    public func hash(_ password: [UInt8], salt: [UInt8], length: Int) -> [UInt8]? {
        var result = [UInt8](repeating: 0, count: length)
        let memory = Self.bytes(costExponent, blockSize) + UInt64(256 * blockSize * (parallelization + 1)) + 1 << 20
        let ok = password.withUnsafeBytes { bytes in
            EVP_PBE_scrypt(
                bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, salt, salt.count, 1 << costExponent,
                UInt64(blockSize), UInt64(parallelization), memory, &result, result.count)
        }
        return ok == 1 ? result : nil
    }

    private static func bytes(_ costExponent: Int, _ blockSize: Int) -> UInt64 {
        128 * UInt64(blockSize) << costExponent
    }
}
