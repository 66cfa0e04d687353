import GatewayModel

/// What was said in a conversation, as a mail to the customer: as text, and as HTML that loads nothing and in which
/// nothing that anybody wrote is more than text.
///
/// Files are named and not linked: a mail is passed on and lies around for years, and a link opens a file for whoever
/// has it.
struct TranscriptLetter: Sendable {
    /// One message.
    struct Entry: Sendable {
        /// `nil` for the customer.
        let name: String?
        let text: String?
        let files: [String]
        let at: Timestamp
    }

    /// Of the contact point.
    let label: String
    let entries: [Entry]
    /// Whether there are earlier messages.
    let isCut: Bool
    let words: TranscriptWords
    let clock: LocalClock
    let zone: String

    func mail(reference: String, to address: MailAddress, at now: Timestamp) -> Mail {
        Mail(
            reference: reference, senderName: label, to: [address], subject: words.heading(label), text: text,
            html: html, at: now)
    }

    /// What somebody wrote is indented: nobody can write a line that looks like another's.
    var text: String {
        let head = [words.heading(label), words.times(zone)] + (isCut ? [words.cut] : [])
        let days = days.flatMap { day in
            [day.name]
                + day.entries.map { entry in
                    ([title(of: entry)] + lines(of: entry).map { "    " + $0 }).joined(separator: "\n")
                }
        }
        return (head + days + ["-- \n" + words.why]).joined(separator: "\n\n")
    }

    var html: String {
        let head = ["<p>\(HTMLText.escaped(words.times(zone)))</p>"] + (isCut ? ["<p>\(words.cut)</p>"] : [])
        let days = days.flatMap { day in
            ["<h2>\(day.name)</h2>"]
                + day.entries.map { entry in
                    """
                    <p dir="auto"><strong>\(HTMLText.escaped(title(of: entry)))</strong><br>
                    \(lines(of: entry).map(HTMLText.escaped).joined(separator: "<br>\n"))</p>
                    """
                }
        }
        let heading = HTMLText.escaped(words.heading(label))
        return """
            <!DOCTYPE html>
            <html lang="\(words.language)" dir="\(words.isRightToLeft ? "rtl" : "ltr")">
            <head><meta charset="utf-8"><title>\(heading)</title></head>
            <body style="font-family: sans-serif; max-width: 40em">
            <h1>\(heading)</h1>
            \((head + days).joined(separator: "\n"))
            <hr>
            <p><small>\(HTMLText.escaped(words.why))</small></p>
            </body>
            </html>
            """
    }

    private var days: [(name: String, entries: [Entry])] {
        entries.reduce(into: []) { days, entry in
            let name = LocalClock.name(ofDay: clock.reading(at: entry.at).day)
            if days.last?.name == name {
                days[days.count - 1].entries.append(entry)
            } else {
                days.append((name, [entry]))
            }
        }
    }

    private func title(of entry: Entry) -> String { "\(clock.time(of: entry.at)) \(entry.name ?? words.you)" }

    private func lines(of entry: Entry) -> [String] {
        let said = entry.text.map { $0.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) } ?? []
        return said.map(String.init) + entry.files.map(words.file)
    }
}

/// A text within HTML.
enum HTMLText {
    /// Also between quotes. Control characters, which HTML does not have, are left out.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            default: if scalar.properties.generalCategory != .control { escaped.unicodeScalars.append(scalar) }
            }
        }
    }
}
