import Foundation

/// Says something to whoever ran the command. Unlike `print` it is seen at once, also where it goes into a file or a
/// pipe that another program reads.
func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}
