import Signing
import Testing

struct SealingKeyTests {
    private let key: SealingKey
    private let otherKey: SealingKey
    private let secret = Array("a secret".utf8)
    private let place = "platform_app/17/secrets"

    init() throws {
        key = try #require(SealingKey(Array(0..<32)))
        otherKey = try #require(SealingKey(Array(1..<33)))
    }

    @Test("What is sealed opens, whatever its length", arguments: [0, 1, 15, 16, 17, 1000, 100_000])
    func roundTrip(length: Int) {
        let text = SecureRandom.bytes(length)
        #expect(key.open(key.seal(text, for: place), for: place) == text)
        #expect(key.open(key.seal(text, for: ""), for: "") == text)
    }

    @Test("A key has 32 bytes", arguments: [0, 16, 31, 33, 64])
    func keyLength(count: Int) {
        #expect(SealingKey([UInt8](repeating: 1, count: count)) == nil)
    }

    @Test("Two seals of one text differ and do not show it")
    func seals() {
        let one = key.seal(secret, for: place)
        #expect(one != key.seal(secret, for: place))
        #expect(one.firstRange(of: secret) == nil)
    }

    @Test("Another key does not open it")
    func wrongKey() {
        #expect(otherKey.open(key.seal(secret, for: place), for: place) == nil)
    }

    @Test(
        "Another place does not open it",
        arguments: ["", "platform_app/18/secrets", "platform_app/17/secrets ", "platform_app/17/secret"])
    func wrongPlace(_ wrong: String) {
        #expect(key.open(key.seal(secret, for: place), for: wrong) == nil)
    }

    @Test("No bit of it may change")
    func flippedBits() {
        let sealed = key.seal(secret, for: place)
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << bit
                #expect(key.open(changed, for: place) == nil, "bit \(bit) of byte \(index)")
            }
        }
    }

    @Test("Nothing of it may be missing or too much")
    func wrongLength() {
        let sealed = key.seal(secret, for: place)
        for count in 0..<sealed.count {
            #expect(key.open(Array(sealed.prefix(count)), for: place) == nil, "\(count) bytes")
        }
        #expect(key.open(sealed + [0], for: place) == nil)
    }
}
