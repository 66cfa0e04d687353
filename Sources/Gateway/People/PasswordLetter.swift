import GatewayModel
import Signing

/// The mail that brings somebody a link.
struct PasswordLetter {
    let user: User
    let url: String
    let link: PasswordLink

    func mail(to address: MailAddress, at now: Timestamp) -> Mail {
        Mail(
            reference: "password-\(Hex.encode(SecureRandom.bytes(8)))", to: [address], subject: subject, text: text,
            at: now)
    }

    private var subject: String {
        switch link.purpose {
        case .invitation: "[Gatehouse] Your account"
        case .reset: "[Gatehouse] A new password"
        }
    }

    private var text: String {
        switch link.purpose {
        case .invitation:
            """
            Hello \(user.name),

            there is an account for you at Gatehouse. Set your password, by this link:

            \(url)

            It is good for three days, and once. You log in with your e-mail address, \(user.email ?? "").
            If you do not know what this is about, do nothing.
            """
        case .reset:
            """
            Hello \(user.name),

            somebody, you it is to be hoped, has asked for a new password for your account at Gatehouse. Set it, by \
            this link:

            \(url)

            It is good for an hour, and once. If it was not you, do nothing: your password stays as it is.
            """
        }
    }
}
