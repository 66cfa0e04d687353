import Signing
import Testing

struct ConstantTimeTests {
    @Test(
        arguments: [
            ([], [], true), ([1], [1], true), ([1, 2, 3], [1, 2, 3], true), ([1], [], false), ([], [1], false),
            ([1, 2, 3], [1, 2, 4], false), ([1, 2, 3], [0, 2, 3], false), ([1, 2, 3], [1, 2], false),
            ([1, 2], [1, 2, 0], false), ([0], [0x80], false),
        ] as [([UInt8], [UInt8], Bool)])
    func equals(_ left: [UInt8], _ right: [UInt8], areEqual: Bool) {
        #expect(constantTimeEquals(left, right) == areEqual)
    }
}
