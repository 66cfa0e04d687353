import GatewayModel
import Testing

@Suite("Hours of the week")
struct WeeklyHoursTests {
    @Test(
        "A range as it is written",
        arguments: [
            ("08:00-20:00", 480, 1200, false), ("00:00-24:00", 0, 1440, false), ("22:00-02:00", 1320, 120, true),
            ("12:30-00:00", 750, 1440, false), ("23:59-00:01", 1439, 1, true),
        ] as [(String, Int, Int, Bool)])
    func range(text: String, start: Int, end: Int, isPastMidnight: Bool) throws {
        let range = try #require(HourRange(text))
        #expect(range.start == start)
        #expect(range.end == end)
        #expect(range.isPastMidnight == isPastMidnight)
        #expect(HourRange(range.description) == range)
    }

    @Test(
        "What is none",
        arguments: [
            "", "08:00", "8:00-20:00", "08:00 - 20:00", "08:00–20:00", "24:00-08:00", "08:00-24:01", "08:60-09:00",
            "08:00-25:00", "08:00-08:00", "00:00-00:01-00:02", "0８:00-20:00", "-08:00-20:00", "ab:cd-ef:gh",
        ])
    func noRange(text: String) {
        #expect(HourRange(text) == nil)
    }

    @Test("All day is what it says")
    func allDay() {
        #expect(HourRange("00:00-00:00") == HourRange("00:00-24:00"))
    }

    @Test(
        "The minutes that hours cover",
        arguments: [
            (Weekday.monday, 479, false), (.monday, 480, true), (.monday, 719, true), (.monday, 720, false),
            (.monday, 780, true), (.monday, 1199, true), (.monday, 1200, false), (.tuesday, 600, false),
            (.friday, 1319, false), (.friday, 1320, true), (.friday, 1439, true), (.saturday, 0, true),
            (.saturday, 119, true), (.saturday, 120, false), (.friday, 60, false),
            // The end of Sunday goes on in Monday's morning.
            (.sunday, 1439, true), (.monday, 0, true), (.monday, 29, true), (.monday, 30, false),
        ] as [(Weekday, Int, Bool)])
    func contains(day: Weekday, minute: Int, isOpen: Bool) throws {
        let hours = try #require(
            WeeklyHours("monday 08:00-12:00 13:00-20:00; friday 22:00-02:00; sunday 23:00-00:30"))
        #expect(hours.contains(day, minute: minute) == isOpen)
    }

    @Test("As text and back")
    func text() throws {
        let hours = WeeklyHours([
            .sunday: [try #require(HourRange("10:00-12:00"))], .monday: [try #require(HourRange("22:00-02:00"))],
            .tuesday: [],
        ])
        #expect(hours.description == "monday 22:00-02:00; sunday 10:00-12:00")
        #expect(WeeklyHours(hours.description) == hours)
        #expect(WeeklyHours("")?.isEmpty == true)
        for text in ["noday 10:00-12:00", "monday 10-12", "monday 10:00-12:00; monday 13:00-14:00", "monday"] {
            #expect(WeeklyHours(text).map(\.isEmpty) != false, "\(text)")
        }
    }

    @Test(
        "The weekday of a day",
        arguments: [
            (0, Weekday.thursday), (-1, .wednesday), (3, .sunday), (4, .monday), (-4, .sunday), (20_454, .thursday),
        ])
    func weekday(day: Int, weekday: Weekday) {
        #expect(Weekday(daysSince1970: day) == weekday)
        #expect(Weekday(daysSince1970: day - 1) == weekday.before)
    }
}
