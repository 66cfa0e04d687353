import GatewayModel
import Hummingbird

/// The two cookies of people: the session, and the mark of a browser that somebody has logged in with before.
///
/// No script can read them, no other site's page has them sent, and no subdomain or plain connection can set them where
/// the panel is on https: that is what `__Host-` in a name makes browsers see to.
struct BrowserCookies: Sendable {
    private static let lifeOfMark = Duration.seconds(365 * 24 * 3600)

    let sessionName: String
    private let deviceName: String
    private let attributes: String

    /// - Parameter panelURL: on plain http, which is for this machine only, browsers would refuse the prefix.
    init(panelURL: String) {
        let isSecure = panelURL.hasPrefix("https:")
        let prefix = isSecure ? "__Host-" : ""
        sessionName = prefix + "gatehouse-session"
        deviceName = prefix + "gatehouse-device"
        attributes = "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }

    func session(of request: Request) -> String? { request.cookies[sessionName]?.value }
    func device(of request: Request) -> String? { request.cookies[deviceName]?.value }

    /// For as long as the session can last at most.
    func keep(_ token: String, of session: Session) -> String {
        "\(sessionName)=\(token); Max-Age=\((session.expiresAt - session.createdAt).components.seconds)\(attributes)"
    }

    func keep(device mark: String) -> String {
        "\(deviceName)=\(mark); Max-Age=\(Self.lifeOfMark.components.seconds)\(attributes)"
    }

    var forgetSession: String { "\(sessionName)=; Max-Age=0\(attributes)" }
}
