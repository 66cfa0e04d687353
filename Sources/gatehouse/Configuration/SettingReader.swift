import Configuration
import CurlTransport
import Foundation
import Gateway

/// The names of all settings. A name that is none of these is refused: a typing error must not pass for a choice.
enum SettingName: String, CaseIterable {
    case databasePath = "database.path"
    case databaseURL = "database.url"
    case masterKeyFile = "masterKey.file"
    case publicListen = "public.listen"
    case privateListen = "private.listen"
    case publicURL = "public.url"
    case publicTrustedProxies = "public.trustedProxies"
    case mediaStore = "media.store"
    case privateAllowedNetworks = "private.allowedNetworks"
    case panelURL = "panel.url"
    case sessionsIdle = "sessions.idle"
    case sessionsLongest = "sessions.longest"
    case secondFactorRequired = "secondFactor.required"
    case mediaFolder = "media.folder"
    case mediaURL = "media.url"
    case mediaScanner = "media.scanner"
    case outgoingAllowedNetworks = "outgoing.allowedNetworks"
    case sendsLookUpInterval = "sends.lookUpInterval"
    case sendsFirstRetry = "sends.firstRetry"
    case sendsLongestLife = "sends.longestLife"
    case retentionConversations = "retention.conversations"
    case retentionNotifications = "retention.notifications"
    case retentionEvents = "retention.events"
    case retentionAudit = "retention.audit"
    case retentionAttempts = "retention.attempts"
    case retentionSeenEvents = "retention.seenEvents"
    case retentionUnrouted = "retention.unrouted"
    case diskLeastFree = "disk.leastFree"
    case connectionsMost = "connections.most"
    case mailServer = "mail.server"
    case mailEncryption = "mail.encryption"
    case mailUser = "mail.user"
    case mailPasswordFile = "mail.passwordFile"
    case mailFrom = "mail.from"
    case mailAlertsTo = "mail.alertsTo"
    case stopBudget = "stop.budget"
    case logLevel = "log.level"
    case testClock = "test.clock"
    case testLease = "test.lease"

    /// `outgoing.allowedNetworks` is `GATEHOUSE_OUTGOING_ALLOWED_NETWORKS`.
    var environmentName: String {
        "GATEHOUSE_"
            + rawValue.reduce(into: "") { name, character in
                if character == "." {
                    name += "_"
                } else {
                    if character.isUppercase { name += "_" }
                    name += character.uppercased()
                }
            }
    }
}

/// A setting that is not right: which, and why. The program does not start with it.
struct SettingFailure: Error, CustomStringConvertible {
    let description: String

    init(_ name: String, _ reason: String) {
        description = "The setting \(name) is not right: \(reason)"
    }
}

/// Reads settings by name and says which is wrong.
struct SettingReader {
    let reader: ConfigReader

    func text(_ name: SettingName) -> String? {
        reader.string(forKey: ConfigKey(name.rawValue.split(separator: ".").map(String.init)))
    }

    func value<Value>(_ name: SettingName, _ rule: String, _ read: (String) -> Value?) throws -> Value? {
        guard let text = text(name) else { return nil }
        guard let value = read(text) else { throw SettingFailure(name.rawValue, "\(rule) It is \"\(text)\".") }
        return value
    }

    func seconds(_ name: SettingName, _ range: ClosedRange<Double>) throws -> Duration? {
        try value(name, "it must be a number of seconds from \(range.lowerBound) to \(range.upperBound).") { text in
            guard let number = Double(text), range.contains(number) else { return nil }
            return .milliseconds(Int64(number * 1000))
        }
    }
}

extension SettingReader {
    func networks(_ name: SettingName) throws -> [IPNetwork] {
        try value(name, "it must be addresses or networks like 10.1.0.0/16, separated by commas.") { text in
            let networks = text.split(separator: ",").map { IPNetwork($0.trimmingCharacters(in: .whitespaces)) }
            return networks.contains(nil) ? nil : networks.compactMap(\.self)
        } ?? []
    }

    private enum Life {
        case forever
        case days(Int)

        init?(_ text: String, least: Int) {
            if text == "forever" {
                self = .forever
            } else if let days = Int(text), (least...36500).contains(days) {
                self = .days(days)
            } else {
                return nil
            }
        }
    }

    /// By the names `retention.` and the kind.
    func retention() throws -> RetentionRule {
        var rule = RetentionRule()
        for kind in RetainedKind.allCases {
            guard let name = SettingName(rawValue: "retention.\(kind.rawValue)"),
                let least = RetentionRule.leastDays(kind)
            else { continue }
            let life = try value(name, "it must be a number of days from \(least) to 36500, or forever.") { text in
                Life(text, least: least)
            }
            switch life {
            case .forever: rule[kind] = nil
            case .days(let days): rule[kind] = RetentionRule.days(days)
            case nil: break
            }
        }
        return rule
    }
}

/// Finds names that mean nothing.
enum SettingNames {
    static func check(file: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw SettingFailure("file", "\(file) cannot be read.")
        }
        guard let document = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw SettingFailure("file", "\(file) is not a JSON object.")
        }
        let known = Set(SettingName.allCases.map(\.rawValue))
        for (name, value) in flattened(document, under: "") {
            guard known.contains(name) else { throw SettingFailure(name, "there is no such setting.") }
            guard value is String else { throw SettingFailure(name, "it must be a text in quotes.") }
        }
    }

    static func check(environment: [String: String]) throws {
        let known = Set(SettingName.allCases.map(\.environmentName)).union([
            "GATEHOUSE_CONFIG", MasterKey.environmentName,
        ])
        for name in environment.keys.sorted() where name.hasPrefix("GATEHOUSE_") && !known.contains(name) {
            throw SettingFailure(name, "there is no such setting.")
        }
    }

    private static func flattened(_ object: [String: Any], under prefix: String) -> [(String, Any)] {
        object.sorted { $0.key < $1.key }.flatMap { key, value in
            (value as? [String: Any]).map { flattened($0, under: "\(prefix)\(key).") } ?? [(prefix + key, value)]
        }
    }
}
