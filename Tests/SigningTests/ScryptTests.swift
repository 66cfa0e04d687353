import Signing
import Testing

@Suite("Password hashing")
struct ScryptTests {
    @Test(
        "As in RFC 7914, section 12",
        arguments: [
            (
                "", "", 4, 1, 1,
                "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
            ),
            (
                "password", "NaCl", 10, 8, 16,
                "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
            ),
            (
                "pleaseletmein", "SodiumChloride", 14, 8, 1,
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
            ),
        ])
    func vectors(password: String, salt: String, n: Int, r: Int, p: Int, expected: String) throws {
        let scrypt = try #require(Scrypt(costExponent: n, blockSize: r, parallelization: p))
        let hash = try #require(scrypt.hash(Array(password.utf8), salt: Array(salt.utf8), length: 64))
        #expect(Hex.encode(hash) == expected)
    }

    @Test("What is out of bounds is refused before anything is allotted")
    func bounds() {
        for (n, r, p) in [
            (0, 8, 1), (21, 1, 1), (-1, 8, 1), (15, 0, 1), (15, 65, 1), (15, 8, 0), (15, 8, 17), (20, 16, 1),
        ] { #expect(Scrypt(costExponent: n, blockSize: r, parallelization: p) == nil) }
        #expect(Scrypt(costExponent: 20, blockSize: 8, parallelization: 1) != nil)
    }
}
