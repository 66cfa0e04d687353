public import Gateway
import Glibc

/// Hands mails to a mail server by libcurl.
///
/// Each mail has a handle and a thread of its own: mails are few, and a server that is slow holds up neither the calls
/// to platforms nor a thread of Swift's pool.
///
/// The ``AddressPolicy`` does not apply. It guards against addresses that platforms and callers of the API write; the
/// mail server is written by whoever runs the machine, and is often a neighbour.
public final class CurlMailSender: MailSender {
    private let server: MailServer
    private let sender: MailAddress

    public init(_ server: MailServer, from sender: MailAddress) {
        self.server = server
        self.sender = sender
    }

    public func send(_ mail: Mail) async throws(MailFailure) {
        let transfer = MailTransfer(mail, from: sender, to: server)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.start { continuation.resume(returning: $0) }
            }
        } onCancel: {
            transfer.cancel()
        }
        try result.get()
    }
}
