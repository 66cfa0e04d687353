import ConnectorKit
import HTTPTypes

/// On which sites a chat may be. The frame's policy keeps browsers from showing it elsewhere; this keeps pages from calling
/// it.
struct SiteRule {
    let host: any ClientHost
    let settings: ChatSettings

    /// The origin of a page around the frame, or of the frame itself where it stands in a window of its own.
    func site(_ text: String) throws(ClientRefusal) -> String {
        guard let site = Site(text), allows(site) else { throw Self.refusal }
        return site.origin
    }

    /// The caller's own origin, by the browser's word; without one it is a browser's simple GET, or no browser at all.
    func check(_ request: ClientRequest) throws(ClientRefusal) {
        guard let origin = request.headers[.origin] else { return }
        guard let site = Site(origin), isOurs(site, request) || (allows(site) && !settings.allowedDomains.isEmpty)
        else { throw Self.refusal }
    }

    /// That of a ticket, which was allowed once.
    func check(_ ticket: VisitorTicket) throws(ClientRefusal) {
        guard let site = Site(ticket.site), allows(site) else { throw Self.refusal }
    }

    private func allows(_ site: Site) -> Bool {
        let domains = settings.allowedDomains
        return domains.isEmpty || site == Site(host.origin) || domains.contains { $0.allows(site) }
    }

    /// Through a proxy we may be called by another name than the one that is set.
    private func isOurs(_ site: Site, _ request: ClientRequest) -> Bool {
        if site == Site(host.origin) { return true }
        guard let authority = request.authority, let own = Site("\(site.scheme)://\(authority)") else {
            return false
        }
        return site == own
    }

    private static let refusal = ClientRefusal(
        .forbidden, "site-not-allowed", "This chat may not be used on this site.")
}
