/// Somebody who is reached at one address, whatever the contact point.
///
/// A customer needs no entry of their own: whoever has written, or was written to, is one.
public struct Customer: Sendable, Equatable {
    public let address: Address
    /// What another system calls them, for example the id of a CRM record. It need not be theirs alone: one person may
    /// have several addresses.
    public var externalReference: String?
    /// What the platform calls them, where it was asked and told.
    public let name: CustomerName?

    public init(address: Address, externalReference: String? = nil, name: CustomerName? = nil) {
        self.address = address
        self.externalReference = externalReference
        self.name = name
    }
}
