import ConnectorKit
import GatewayModel
import HTTPTypes

extension TwilioProvider {
    /// Twilio: Media resource. Files want HTTP Basic authentication; the answer leads on to an address elsewhere that
    /// wants none, and for which credentials would be an error.
    func mediaCall(for media: RemoteMedia, of app: AppAccess) throws(SendFailure) -> HTTPCall {
        let account = try TwilioAccount(app)
        guard account.isMedia(media.url) else {
            throw SendFailure(
                code: "addressRefused", disposition: .giveUp,
                explanation: "The file does not lie with this account at Twilio, so it is not fetched.")
        }
        var call = account.call(.get, media.url)
        call.headers[.accept] = "*/*"
        return call
    }
}
