import ConnectorKit
import GatewayModel
import Signing

@testable import Gateway

extension FuzzTarget {
    /// Ids, cursors, slugs, references, names of customers and addresses of mail: each has one form, in which it reads as itself.
    static let names = FuzzTarget("names") { bytes in
        let text = bytes.text
        if let id = ID<Message>(text) { hold(id.description == text, "an id has one form") }
        if let part = PartReference(text) { hold(part.description == text, "a reference has one form") }
        if let id = ContactPointID(text) { hold(id.description == text, "a short name has one form") }
        if let id = ContactPointID(label: text) { hold(ContactPointID(id.rawValue) == id, "a label gives an id") }
        if let decoded = Base64.decode(text) { hold(Base64.encode(decoded) == text, "base64 has one form") }
        if LanguageTag.isValid(text) { hold(text.utf8.count <= 100, "a language is short") }
        for address in MailAddress.list(text) ?? [] {
            hold(address.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x2C }, "a mail address is one word")
            hold(MailAddress(address.text) == address, "a mail address reads as itself")
            hold("<>\"();:\\".allSatisfy { !address.text.contains($0) }, "a mail address is plain")
        }
        if let name = CustomerName(text) {
            hold(CustomerName(name.text) == name, "a customer's name reads as itself")
            hold((1...CustomerName.mostCharacters).contains(name.text.count), "a customer's name is short")
            hold(!name.text.contains(where: \.isNewline), "a customer's name is one line")
        }
        for host in LinkHosts.named(in: text) {
            hold(host.contains(".") && host == host.lowercased(), "a host has a dot and no capitals")
        }
    }
}
