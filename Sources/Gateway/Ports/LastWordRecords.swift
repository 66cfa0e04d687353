public import GatewayModel

/// When customers last said something, on platforms that let nothing out long after it.
public protocol LastWordRecords {
    /// An earlier moment than the one that is noted changes nothing.
    func noteLastWord(of customer: Address, to connection: ID<Connection>, at moment: Timestamp) throws
    func lastWord(of customer: Address, to connection: ID<Connection>) throws -> Timestamp?
    func eraseLastWords(of customer: Address) throws
}
