import GatewayModel
import Testing

@testable import Gateway

@Suite("What is left of a day")
struct AllowanceTests {
    private static let sales = SpendingSubject.contactPoint(ContactPointID("sales")!)
    private static let key = SpendingSubject.principal("key_1")

    private func allowance(_ salesCap: SendingCap, spent: Int, _ keyCap: SendingCap, spent other: Int) -> Allowance {
        Allowance(
            day: 1,
            meters: [
                .init(subject: Self.sales, cap: salesCap, spent: spent),
                .init(subject: Self.key, cap: keyCap, spent: other),
            ])
    }

    @Test("All of a message or none of it, until the first cap is reached")
    func take() {
        var allowance = allowance(.units(10), spent: 4, .units(100), spent: 0)
        #expect(allowance.take(5) == nil)
        #expect(allowance.take(2) == .init(subject: Self.sales, cap: .units(10), spent: 9))
        #expect(allowance.taken == 5)
        #expect(allowance.take(1) == nil)
        #expect(allowance.take(1) == .init(subject: Self.sales, cap: .units(10), spent: 10))
        #expect(allowance.left == 0)
    }

    @Test(
        "Which of them is reached first",
        arguments: [
            (SendingCap.units(10), 0, SendingCap.units(3), 0, 3), (.unlimited, 1_000_000, .units(3), 1, 2),
            (.units(5), 5, .unlimited, 0, 0), (.units(5), 9, .unlimited, 0, 0), (.units(0), 0, .unlimited, 0, 0),
            (.unlimited, 0, .unlimited, 0, nil),
        ] as [(SendingCap, Int, SendingCap, Int, Int?)])
    func left(cap: SendingCap, spent: Int, other: SendingCap, otherSpent: Int, left: Int?) {
        var allowance = allowance(cap, spent: spent, other, spent: otherSpent)
        #expect(allowance.left == left)
        var taken = 0
        while taken < 20, allowance.take(1) == nil { taken += 1 }
        #expect(taken == left ?? 20)
    }
}
