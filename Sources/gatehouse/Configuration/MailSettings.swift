import ConnectorKit
import CurlTransport
import Foundation
import Gateway

/// Which mail server the gateway uses, as whom, and whom it tells.
///
/// All of it or nothing: half of it would look like alerts and be silence.
struct MailSettings: Sendable {
    let server: MailServer
    let from: MailAddress
    let alertsTo: [MailAddress]

    /// `nil` where no mail is set up.
    init?(_ read: SettingReader) throws {
        guard
            let address = try read.value(
                .mailServer, "it must be smtp://host:port or smtps://host:port.", MailServer.init)
        else {
            let others: [SettingName] = [.mailFrom, .mailAlertsTo, .mailUser, .mailPasswordFile, .mailEncryption]
            guard let stray = others.first(where: { read.text($0) != nil }) else { return nil }
            throw SettingFailure(
                SettingName.mailServer.rawValue, "it is missing, and \(stray.rawValue) means nothing without it.")
        }
        from = try Self.require(
            .mailFrom, try read.value(.mailFrom, "it must be an address like gatehouse@example.com.", MailAddress.init))
        alertsTo = try Self.require(
            .mailAlertsTo,
            try read.value(.mailAlertsTo, "it must be addresses, separated by commas.", MailAddress.list))
        var server = address
        let isPlain =
            try read.value(.mailEncryption, "it must be required or none.") { text in
                ["required": false, "none": true][text]
            } ?? false
        if isPlain {
            guard server.encryption != .immediate else {
                throw SettingFailure(SettingName.mailEncryption.rawValue, "smtps is always encrypted.")
            }
            server.encryption = .none
        }
        (server.user, server.password) = try Self.credentials(read)
        if server.encryption == .none, server.user != nil, !server.isLoopback {
            throw SettingFailure(
                SettingName.mailEncryption.rawValue, "a password goes unencrypted to a server on this machine only.")
        }
        self.server = server
    }

    private static func credentials(_ read: SettingReader) throws -> (String?, Secret?) {
        let user = try read.value(.mailUser, "it must be a name without control characters.") { text in
            text.isEmpty || text.unicodeScalars.contains { $0.properties.generalCategory == .control } ? nil : text
        }
        let file = read.text(.mailPasswordFile)
        if user == nil, file == nil { return (nil, nil) }
        _ = try require(.mailUser, user)
        let path = try require(.mailPasswordFile, file)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingFailure(SettingName.mailPasswordFile.rawValue, "\(path) cannot be read.")
        }
        let password = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard !password.isEmpty, !password.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
            throw SettingFailure(SettingName.mailPasswordFile.rawValue, "\(path) does not hold a password in one line.")
        }
        return (user, Secret(password))
    }

    private static func require<Value>(_ name: SettingName, _ value: Value?) throws -> Value {
        guard let value else {
            throw SettingFailure(name.rawValue, "it is missing, and the other settings of mail need it.")
        }
        return value
    }
}

extension MailSettings {
    var sender: CurlMailSender { CurlMailSender(server, from: from) }
    var alertMail: AlertMail { AlertMail(sender, to: alertsTo) }
}
