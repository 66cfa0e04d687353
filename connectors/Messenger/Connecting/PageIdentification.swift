import ConnectorKit
import Foundation

/// A page as people name it: by its address in one of the many forms that Facebook has, by its username, or by its id.
enum PageIdentification: Hashable {
    case id(String)
    case username(String)

    /// `nil` for what names no page. The address itself is not kept.
    init?(_ text: String) {
        let text = text.trimmingWhiteSpace()
        guard !text.isEmpty, text.utf8.count <= 2000 else { return nil }
        if MessengerAddress.isID(text) {
            self = .id(text)
        } else if let name = Self.asUsername(text.hasPrefix("@") ? String(text.dropFirst()) : text) {
            self = name
        } else if let found = Self.inAddress(text) {
            self = found
        } else {
            return nil
        }
    }

    private static func inAddress(_ text: String) -> PageIdentification? {
        let address = text.contains("://") ? text : "https://\(text)"
        guard let parts = URLComponents(string: address), let host = parts.host?.lowercased(),
            ["http", "https"].contains(parts.scheme?.lowercased() ?? "")
        else { return nil }
        let path = parts.path.split(separator: "/").map(String.init)
        if host == "m.me" || host == "www.m.me" { return path.first.flatMap(named) }
        guard hosts.contains(where: { host == $0 || host.hasSuffix("." + $0) }), let first = path.first else {
            return nil
        }
        if first == "profile.php" {
            return parts.queryItems?.first { $0.name == "id" }?.value.flatMap {
                MessengerAddress.isID($0) ? .id($0) : nil
            }
        }
        switch first {
        // /pages/Name/ID, /pages/category/Kind/Name-ID
        case "pages": return path.count > 1 ? path.last.flatMap(withID) : nil
        case "p": return path.count > 1 ? withID(path[1]) : nil
        case "pg": return path.count > 1 ? named(path[1]) : nil
        default: return named(first)
        }
    }

    private static let hosts = ["facebook.com", "fb.com"]

    private static func named(_ segment: String) -> PageIdentification? {
        if MessengerAddress.isID(segment) { return .id(segment) }
        return asUsername(segment) ?? withID(segment)
    }

    /// `Name-ID`, or just the id. A username has no hyphen, so this is none.
    private static func withID(_ segment: String) -> PageIdentification? {
        guard let last = segment.split(separator: "-").last, MessengerAddress.isID(String(last)),
            last.utf8.count >= 5 || last == segment
        else { return nil }
        return .id(String(last))
    }

    /// Facebook: letters, digits and full stops, which do not count, as does case.
    private static func asUsername(_ text: String) -> PageIdentification? {
        let name = text.lowercased().replacing(".", with: "")
        guard (3...80).contains(name.utf8.count), !MessengerAddress.isID(name), !reserved.contains(name),
            !text.lowercased().hasSuffix(".php"), !isHost(text),
            name.utf8.allSatisfy({ byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            })
        else { return nil }
        return .username(name)
    }

    /// `facebook.com` by itself names no page.
    private static func isHost(_ text: String) -> Bool {
        let text = text.lowercased()
        return text == "m.me" || hosts.contains { text == $0 || text.hasSuffix("." + $0) }
    }

    private static let reserved: Set = ["pages", "groups", "events", "watch", "marketplace", "messages", "login"]
}

extension GrantedPage {
    /// Whether somebody who names a page like this means this one.
    func isMeant(by identification: PageIdentification) -> Bool {
        if case .id(let id) = identification, id == self.id { return true }
        return [username, link].compactMap { $0.flatMap { PageIdentification($0) } }.contains(identification)
    }
}
