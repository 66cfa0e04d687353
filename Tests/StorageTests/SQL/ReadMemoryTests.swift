import Testing

@testable import Storage

@Suite("What is remembered of settings")
struct ReadMemoryTests {
    private static let question: StaticString = """
        SELECT connection.id FROM connection JOIN contact_point ON contact_point.id = connection.contact_point
        WHERE connection.id = $1
        """

    struct Change: CustomTestStringConvertible, Sendable {
        let statement: StaticString
        let forgets: Bool
        var testDescription: String { statement.description }
    }

    @Test(
        "A change of its tables makes it forget, and no other",
        arguments: [
            Change(statement: "UPDATE connection SET state = $2 WHERE id = $1", forgets: true),
            Change(statement: "DELETE FROM contact_point WHERE id = $1", forgets: true),
            Change(statement: "INSERT INTO connection (id) VALUES ($1) ON CONFLICT DO NOTHING", forgets: true),
            Change(statement: "INSERT INTO part (app) SELECT app FROM connection WHERE id = $1", forgets: false),
            Change(statement: "UPDATE part SET app = (SELECT app FROM connection WHERE id = $1)", forgets: false),
            Change(statement: "DELETE FROM pace WHERE connection = $1", forgets: false),
            Change(
                statement: "INSERT INTO pace (connection) VALUES ($1) ON CONFLICT (connection) DO UPDATE SET mark = 1",
                forgets: false),
        ])
    func changes(change: Change) {
        let memory = ReadMemory()
        memory.keep([1], of: Self.question, [.integer(7)])
        memory.forget(whatIsChangedBy: change.statement)
        #expect(memory.rows(of: Self.question, [.integer(7)], as: Int.self) == (change.forgets ? nil : [1]))
    }

    @Test("A change that returns rows counts as a change, a question does not")
    func returning() {
        let memory = ReadMemory()
        memory.keep([1], of: Self.question, [.integer(7)])
        memory.forget(whatIsReturnedBy: "SELECT id FROM connection")
        #expect(memory.rows(of: Self.question, [.integer(7)], as: Int.self) == [1])
        memory.forget(whatIsReturnedBy: "DELETE FROM connection WHERE id = $1 RETURNING app")
        #expect(memory.rows(of: Self.question, [.integer(7)], as: Int.self) == nil)
    }

    @Test("An answer is that to the same question with the same values")
    func questions() {
        let memory = ReadMemory()
        memory.keep([Int](), of: Self.question, [.integer(7)])
        #expect(memory.rows(of: Self.question, [.integer(7)], as: Int.self) == [])
        #expect(memory.rows(of: Self.question, [.integer(8)], as: Int.self) == nil)
        #expect(memory.rows(of: "SELECT 1", [.integer(7)], as: Int.self) == nil)
    }

    @Test("It keeps no more than a thousand rows")
    func bounded() {
        let memory = ReadMemory()
        for number in 0..<1_100 { memory.keep([number], of: Self.question, [.integer(number)]) }
        let kept = (0..<1_100).count { memory.rows(of: Self.question, [.integer($0)], as: Int.self) != nil }
        #expect(kept == 500)
    }
}
