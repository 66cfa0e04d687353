import Signing
import Testing

struct SecureRandomTests {
    @Test(arguments: [0, 1, 12, 32, 1000])
    func length(_ count: Int) {
        #expect(SecureRandom.bytes(count).count == count)
    }

    @Test("No two are the same")
    func difference() {
        #expect(Set((0..<1000).map { _ in SecureRandom.bytes(16) }).count == 1000)
        #expect(Set((0..<1000).map { _ in SecureRandom.token() }).count == 1000)
    }

    @Test("A token fits into an address", arguments: [(16, 22), (32, 43)])
    func token(bytes: Int, characters: Int) {
        let token = SecureRandom.token(bytes)
        #expect(token.utf8.count == characters)
        #expect(token.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil)
    }
}
