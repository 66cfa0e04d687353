/// Which page made a browser send a request, as the browser says: pages cannot write these headers themselves.
///
/// A browser sends cookies along with requests that a stranger's page has made, if it is not told otherwise. It is told
/// otherwise (`SameSite=Strict`); and should it not listen, or the stranger be a neighbour on the same site, its own
/// word about where the request comes from gives it away.
enum RequestOrigin: Sendable, Equatable {
    /// One of our own.
    case ownPage
    case elsewhere
    /// Typed by hand, or sent by what is no browser, or by a very old one.
    case unsaid

    /// - Parameters:
    ///   - site: `Sec-Fetch-Site`, which browsers send to https and to loopback. It counts, where it is there.
    ///   - origin: `Origin`.
    ///   - host: whom the request was sent to.
    ///   - own: where our pages are, without a slash at the end.
    init(site: String?, origin: String?, host: String?, own: String) {
        switch (site?.lowercased(), origin?.lowercased()) {
        case ("same-origin", _): self = .ownPage
        case ("none", nil), (nil, nil): self = .unsaid
        case (nil, let origin?):
            // A page that came in the clear is nobody's word where ours come over https.
            let scheme = own.lowercased().hasPrefix("https:") ? "https://" : "http://"
            let isOwn = origin == own.lowercased() || host.map { origin == scheme + $0.lowercased() } == true
            self = isOwn ? .ownPage : .elsewhere
        default: self = .elsewhere
        }
    }

    /// Whether a cookie that came with the request counts.
    func letsCookieCount(changing: Bool) -> Bool {
        switch self {
        case .ownPage: true
        case .unsaid: !changing
        case .elsewhere: false
        }
    }
}
