/// Why a line of a CSV document cannot be read.
public enum CSVFault: Error, Sendable, CaseIterable {
    case tooLong
    case quoteInside
    case textBehindQuote
    case unclosedQuote
    case nul
    case encoding

    /// For a person.
    public var explanation: String {
        switch self {
        case .tooLong: "it is longer than \(CSVReader.mostRecordBytes) bytes, or a quote on it is never closed."
        case .quoteInside: "a quote stands in a cell without quotes around it; double it, and quote the cell."
        case .textBehindQuote: "something stands behind the closing quote of a cell."
        case .unclosedQuote: "a quote on it is never closed."
        case .nul: "it holds a NUL, so it is no text, or not in UTF-8."
        case .encoding: "it is not UTF-8; save the file as CSV in UTF-8."
        }
    }
}
