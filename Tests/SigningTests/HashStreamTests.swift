import Signing
import Testing

@Suite("A hash of bytes that come piece by piece")
struct HashStreamTests {
    @Test("The same as of all at once, however they are cut", arguments: [1, 7, 64, 1000])
    func pieces(length: Int) {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        let stream = HashStream()
        for start in stride(from: 0, to: bytes.count, by: length) {
            bytes[start..<min(start + length, bytes.count)].withUnsafeBytes { stream.add($0) }
        }
        #expect(stream.finish() == Hash.sha256.digest(bytes))
        #expect(HashStream().finish() == Hash.sha256.digest([]))
    }
}
