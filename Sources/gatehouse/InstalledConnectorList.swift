import ConnectorKit
import Gateway
import MessengerConnector
import SMSConnector

extension InstalledConnectors {
    /// The one list of installed connectors: a new platform is one more line.
    static let standard = InstalledConnectors([
        SMSConnector(),
        MessengerConnector(),
    ])
}
