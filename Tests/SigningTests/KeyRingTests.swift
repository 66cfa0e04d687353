import Signing
import Synchronization
import Testing

@Suite("Several master keys")
struct KeyRingTests {
    private let old = SealingKey(Array(0..<32))!
    private let new = SealingKey(Array(1..<33))!
    private let secret = Array("a secret".utf8)

    @Test("The first key seals, each opens what it has sealed, and a stranger's seal stays shut")
    func order() {
        let ring = KeyRing([new, old])
        let sealed = ring.seal(secret, for: "p")
        #expect(new.made(sealed) && !old.made(sealed))
        #expect(ring.open(sealed, for: "p") == secret)
        #expect(ring.open(old.seal(secret, for: "p"), for: "p") == secret)
        #expect(ring.open(old.seal(secret, for: "q"), for: "p") == nil)
        #expect(KeyRing([old]).open(sealed, for: "p") == nil)
        #expect(old.name != new.name && old.name.count == 8)
    }

    @Test("What does not open makes it look for newer keys, once; while none can be read the old ones stay")
    func reload() {
        let looks = Mutex(0)
        let current = Mutex<[SealingKey]?>(nil)
        let ring = KeyRing([old]) {
            looks.withLock { $0 += 1 }
            return current.withLock { $0 }
        }
        let sealed = new.seal(secret, for: "p")
        #expect(ring.open(sealed, for: "p") == nil)
        #expect(ring.keys.map(\.name) == [old.name])
        current.withLock { $0 = [new, old] }
        #expect(ring.open(sealed, for: "p") == secret)
        #expect(new.made(ring.seal(secret, for: "p")))
        #expect(looks.withLock { $0 } == 2)
    }

    @Test("Seals without the key's name still open")
    func firstVersion() throws {
        let named = old.seal(secret, for: "p")
        // The two versions differ in the header only.
        let unnamed = [UInt8(1)] + named.dropFirst(5)
        #expect(old.open(unnamed, for: "p") == secret)
        #expect(new.open(unnamed, for: "p") == nil)
        #expect(!old.made(unnamed), "so that it is sealed anew")
    }
}
