import AnnouncedPlatforms
import ConnectorKit
import Gateway
import GatewayModel
import MessengerConnector
import SMSConnector
import TwitterConnector
import WebChatConnector

extension InstalledConnectors {
    /// The one list of installed connectors: a new platform is one more line.
    static func standard(clock: any WallClock = SystemClock()) -> InstalledConnectors {
        InstalledConnectors(
            [
                SMSConnector(),
                WebChatConnector(),
                MessengerConnector(),
                TwitterConnector(clock: clock),
            ], announced: AnnouncedPlatforms.all)
    }
}
