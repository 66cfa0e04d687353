import Signing
import Testing

struct HashTests {
    // FIPS 180-4.
    @Test(
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func sha256(_ text: String, digest: String) {
        #expect(Hex.encode(Hash.sha256.digest(Array(text.utf8))) == digest)
    }

    @Test(
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ])
    func sha1(_ text: String, digest: String) {
        #expect(Hex.encode(Hash.sha1.digest(Array(text.utf8))) == digest)
    }

    @Test("HMAC as RFC 2202 (SHA-1) and RFC 4231 (SHA-256) have it", arguments: vectors)
    func hmac(_ vector: Vector) {
        #expect(Hex.encode(Hash.sha1.hmac(key: vector.key, vector.message)) == vector.sha1)
        #expect(Hex.encode(Hash.sha256.hmac(key: vector.key, vector.message)) == vector.sha256)
    }

    @Test("An empty key and an empty message are a key and a message")
    func emptyHMAC() {
        #expect(Hex.encode(Hash.sha1.hmac(key: [], [])) == "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d")
        #expect(
            Hex.encode(Hash.sha256.hmac(key: [], []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    struct Vector: Sendable {
        var key: [UInt8]
        var message: [UInt8]
        var sha1: String
        var sha256: String
    }

    // The cases whose key and message are the same in both documents.
    static let vectors = [
        Vector(
            key: [UInt8](repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
            sha1: "b617318655057264e28bc0b6fb378c8ef146be00",
            sha256: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            sha1: "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
            sha256: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            key: [UInt8](repeating: 0xaa, count: 20), message: [UInt8](repeating: 0xdd, count: 50),
            sha1: "125d7342b9ac11cd91a39af48aa17b4f63f175d3",
            sha256: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            key: Array(1...25), message: [UInt8](repeating: 0xcd, count: 50),
            sha1: "4c9007f4026250c6bc8414f9bf50c86c2d7235da",
            sha256: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    ]
}
