import GatewayModel

@testable import Gateway
@testable import SMSConnector

extension FuzzTarget {
    /// Times, lengths of time and hours of the week: what is read is written as something that reads the same.
    static let times = FuzzTarget("times") { bytes in
        let text = bytes.text
        if let moment = TimeText.read(text) {
            hold(TimeText.read(TimeText.of(moment)) == moment, "\(text) reads as itself, \(TimeText.of(moment))")
        }
        if let length = TimerLength(text) {
            hold(TimerLength(length.description) == length, "a timer's length reads as itself")
        }
        if let range = HourRange(text) { hold(HourRange(range.description) == range, "hours read as themselves") }
        if let hours = WeeklyHours(text) { hold(WeeklyHours(hours.description) == hours, "a week reads as itself") }
        if let moment = TwilioDate.read(text) {
            hold(TwilioDate.day(moment).utf8.count >= 10, "a day of \(text) can be written")
        }
    }
}
