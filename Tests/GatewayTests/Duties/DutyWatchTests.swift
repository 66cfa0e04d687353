import Testing

@testable import Gateway

/// When a node may take a duty that another one has. Looks are five seconds apart, the lease is twenty.
@Suite("Duties: when one is taken over")
struct DutyWatchTests {
    /// What a look finds.
    enum Found: Sendable {
        /// The holder, by its beat.
        case beat(Int64)
        /// As `beat`, and the database has no session of the holder.
        case goneBeat(Int64)
        /// The duty was taken by somebody else, whose beat this is.
        case other(Int64)
        case free
        /// The look itself took so long.
        case waited(Int64, seconds: Int)
        /// So much time has passed before it.
        case suspended(Int64, seconds: Int)
    }

    static let cases: [(name: String, looks: [Found], isTaken: [Bool])] = [
        ("nobody has it", [.free], [true]),
        ("a predecessor that is gone", [.goneBeat(7)], [true]),
        ("one that lives", [.beat(7), .beat(8), .beat(9), .beat(10), .beat(11)], [false, false, false, false, false]),
        (
            "one that hangs: after the lease, and not before", [.beat(7), .beat(7), .beat(7), .beat(7), .beat(7)],
            [false, false, false, false, true]
        ),
        (
            "one that is slow", [.beat(7), .beat(7), .beat(7), .beat(8), .beat(8), .beat(8), .beat(8), .beat(8)],
            [false, false, false, false, false, false, false, true]
        ),
        ("one that dies: after half of it", [.beat(7), .goneBeat(7), .goneBeat(7)], [false, false, true]),
        (
            "one whose session was lost, and that lives", [.beat(7), .goneBeat(8), .goneBeat(9), .goneBeat(10)],
            [false, false, false, false]
        ),
        ("gone, but not at the first look", [.beat(7), .other(3), .goneBeat(8)], [false, false, false]),
        (
            "taken by somebody else in between", [.beat(7), .beat(7), .other(7), .other(7)],
            [false, false, false, false]
        ),
        ("given back", [.beat(7), .free], [false, true]),
        (
            "everybody had to wait: that is no silence",
            [.waited(7, seconds: 60), .waited(7, seconds: 60), .beat(7), .beat(7), .beat(7)],
            [false, false, false, false, true]
        ),
        (
            "nobody was watched while this machine was suspended", [.beat(7), .suspended(7, seconds: 600), .beat(7)],
            [false, false, false]
        ),
    ]

    @Test(arguments: cases)
    func takenOver(name: String, looks: [Found], isTaken: [Bool]) {
        var watch = DutyWatch()
        var now = Duration.seconds(1000)
        var answers: [Bool] = []
        for (number, found) in looks.enumerated() {
            var record = DutyRecord(.sending, holder: 1, fence: 4)
            var (isConnected, took) = (true, 0)
            switch found {
            case .beat(let beat): record.beat = beat
            case .goneBeat(let beat): (record.beat, isConnected) = (beat, false)
            case .other(let beat): (record.holder, record.fence, record.beat) = (2, 5, beat)
            case .free: record.holder = nil
            case .waited(let beat, let seconds): (record.beat, took) = (beat, seconds)
            case .suspended(let beat, let seconds):
                record.beat = beat
                now += .seconds(seconds - 5)
            }
            answers.append(
                watch.mayTake(record, at: now, lease: .seconds(20), isFirst: number == 0) { _ in isConnected })
            now += .seconds(took)
            watch.lookEnded(at: now)
            now += .seconds(5)
        }
        #expect(answers == isTaken, "\(name)")
    }
}
