public import ArgumentParser
public import GatewayModel

// The nouns as they are typed on a command line.

extension PermissionLevel: ExpressibleByArgument {}

extension SendingMode: ExpressibleByArgument {}

extension RoleID: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension ContactPointID: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
