import CurlTransport
import Gateway
import GatewayModel
import LoopbackMail

extension Mail {
    static func sample(subject: String = "Test", text: String = "Hello") -> Mail {
        Mail(
            reference: "alr_1-1", to: [MailAddress("admin@our.test")!, MailAddress("second@our.test")!],
            subject: subject, text: text, at: Timestamp(milliseconds: 1_767_225_600_000))
    }
}

extension LoopbackMailServer {
    /// Unencrypted, unless told otherwise.
    func sender(_ change: (inout MailServer) -> Void = { _ in }) -> CurlMailSender {
        var server = MailServer(address)!
        server.encryption = .none
        change(&server)
        return CurlMailSender(server, from: MailAddress("gatehouse@our.test")!)
    }
}

extension CurlMailSender {
    /// Why it was not sent; `nil` where it was.
    func failure(_ mail: Mail) async -> MailFailure? {
        do throws(MailFailure) {
            try await send(mail)
            return nil
        } catch {
            return error
        }
    }
}
