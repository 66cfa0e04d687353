/// The apps, accounts and manners of a mock X.
public struct MockXConfiguration: Sendable {
    /// 0 lets the system choose a port.
    public var port: Int

    public init(port: Int = 0) {
        self.port = port
    }
}
