import Foundation

/// The person in front of the program.
enum Terminal {
    static var isThere: Bool { isatty(0) == 1 }

    /// - Parameter isHidden: does not show what is typed.
    static func ask(_ question: String, isHidden: Bool = false) throws -> String {
        var before = termios()
        let isChanged = isHidden && tcgetattr(0, &before) == 0
        if isChanged {
            var hidden = before
            hidden.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(0, TCSAFLUSH, &hidden)
        }
        defer {
            if isChanged {
                tcsetattr(0, TCSAFLUSH, &before)
                say("")
            }
        }
        // After the change, which throws away what was typed before.
        FileHandle.standardOutput.write(Data(question.utf8))
        guard let line = readLine() else { throw CommandFailure("Nothing was done.") }
        return line
    }
}
