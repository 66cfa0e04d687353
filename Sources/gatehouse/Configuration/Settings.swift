import Configuration
import ConnectorKit
import CurlTransport
import Foundation
import Gateway
import Logging
import Signing
import SystemPackage

/// How this gateway is set up: from a JSON file and from the environment, which wins.
///
/// `public.url` in the file is `GATEHOUSE_PUBLIC_URL` in the environment.
struct Settings: Sendable {
    var database: DatabasePlace
    var masterKeyFile: String
    /// The keys themselves, from the environment only: a file of settings is read by too many.
    var masterKeyText: Secret?
    /// Webhooks: what platforms must reach.
    var publicAddress: ListenAddress
    /// The API. May be the same as the public one.
    var privateAddress: ListenAddress
    /// How platforms write our address; signatures are made over it.
    var publicURL: String
    /// Whose word about where a request comes from is taken.
    var trustedProxies: [IPNetwork]
    /// Who may call the API and the panel; `nil` for whoever can reach them.
    var apiNetworks: [IPNetwork]?
    var people: PeopleRule
    /// Where the bytes of files are kept.
    var mediaStore: BlobPlace
    /// The folder, where it is one.
    var mediaFolder: String
    /// The origin that files are served from.
    var mediaURL: String
    /// The virus scanner that every file must pass; `nil` where there is none.
    var mediaScanner: ScannerAddress?
    /// Private networks that may be called; every other private address is refused.
    var allowedNetworks: [IPNetwork]
    var retryRule: RetryRule
    var retention: RetentionRule
    /// MiB below which the gateway says that it is not ready.
    var leastFreeDisk: Int64
    /// Of each listener; more have to wait.
    var mostConnections: Int
    /// `nil` where nobody is to be told anything by mail.
    var mail: MailSettings?
    /// How long a stop may take before what is left is cut off.
    var stopBudget: Duration
    var logLevel: Logger.Level
    /// How far ahead a clock is at the start that tests may turn; `nil` for the machine's own.
    var testClock: Duration?
    /// For tests, how long a node that says nothing keeps its duties; `nil` for the usual time.
    var testLease: Duration?

    var logger: Logger {
        var logger = Logger(label: "gatehouse")
        logger.logLevel = logLevel
        return logger
    }

    /// - Parameters:
    ///   - file: a JSON file; `nil` for the environment alone.
    ///   - database: a path or a URL, which wins over both.
    static func load(
        file: String?, database: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Settings {
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "gatehouse")
        ]
        if let file {
            try SettingNames.check(file: file)
            providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(file)))
        }
        try SettingNames.check(environment: environment)
        var settings = try Settings(SettingReader(reader: ConfigReader(providers: providers)), database: database)
        settings.masterKeyText = environment[MasterKey.environmentName].map { Secret($0) }
        return settings
    }

    private init(_ read: SettingReader, database: String?) throws {
        self.database = try DatabasePlace(read, database)
        masterKeyFile = read.text(.masterKeyFile) ?? self.database.stem + ".key"
        publicAddress =
            try read.value(.publicListen, "it must be host:port.") { ListenAddress($0) }
            ?? ListenAddress(host: "127.0.0.1", port: 8080)
        privateAddress =
            try read.value(.privateListen, "it must be host:port.") { ListenAddress($0) }
            ?? ListenAddress(host: "127.0.0.1", port: 8081)
        publicURL =
            try read.value(
                .publicURL, "it must be an http or https address without a path, user, query or fragment.",
                PublicURL.normalized) ?? "http://\(publicAddress)"
        mediaStore =
            try read.value(.mediaStore, "it must be folder or database.") { BlobPlace(rawValue: $0) } ?? .folder
        let folder = read.text(.mediaFolder)
        guard mediaStore == .folder || folder == nil else {
            throw SettingFailure(
                SettingName.mediaFolder.rawValue, "there is no folder where media.store is database; leave it out.")
        }
        mediaFolder = folder ?? self.database.stem + ".media"
        mediaURL =
            try read.value(
                .mediaURL, "it must be an http or https address without a path, user, query or fragment.",
                PublicURL.normalized) ?? publicURL
        mediaScanner = try read.value(
            .mediaScanner, "it must be unix: and the path of clamd's socket, or tcp:host:port."
        ) { ScannerAddress($0) }
        trustedProxies = try read.networks(.publicTrustedProxies)
        allowedNetworks = try read.networks(.outgoingAllowedNetworks)
        apiNetworks = try read.text(.privateAllowedNetworks).map { _ in
            let networks = try read.networks(.privateAllowedNetworks)
            guard !networks.isEmpty else {
                throw SettingFailure(SettingName.privateAllowedNetworks.rawValue, "it names no network; leave it out.")
            }
            return networks
        }
        people = try read.people(publicURL: publicURL)
        retryRule = RetryRule()
        if let interval = try read.seconds(.sendsLookUpInterval, 0.01...3600) { retryRule.lookUpInterval = interval }
        if let wait = try read.seconds(.sendsFirstRetry, 0.01...3600) { retryRule.firstWait = wait }
        if let life = try read.seconds(.sendsLongestLife, 1...2_592_000) { retryRule.longestLife = life }
        retention = try read.retention()
        leastFreeDisk =
            try read.value(.diskLeastFree, "it must be a number of MiB from 0 to 1000000.") { text in
                Int64(text).flatMap { (0...1_000_000).contains($0) ? $0 : nil }
            } ?? 256
        mostConnections =
            try read.value(.connectionsMost, "it must be a number from 100 to 1000000.") { text in
                Int(text).flatMap { (100...1_000_000).contains($0) ? $0 : nil }
            } ?? 4096
        mail = try MailSettings(read)
        stopBudget = try read.seconds(.stopBudget, 1...600) ?? .seconds(25)
        logLevel =
            try read.value(.logLevel, "it must be trace, debug, info, notice, warning, error or critical.") {
                Logger.Level(rawValue: $0)
            } ?? .info
        testClock = try read.value(.testClock, "it must be a number of seconds.") { Int64($0).map { .seconds($0) } }
        testLease = try read.seconds(.testLease, 0.1...60)
        for (name, isSet) in [(SettingName.testClock, testClock != nil), (.testLease, testLease != nil)] where isSet {
            guard isOnThisMachineOnly else {
                throw SettingFailure(
                    name.rawValue,
                    "it is for tests, and refused unless public.listen, private.listen, public.url, panel.url and media.url are all on loopback."
                )
            }
        }
    }
}

extension Settings {
    /// What is allowed, and probably not meant.
    var warnings: [String] {
        (testClock == nil ? [] : ["test.clock is set: whoever reaches the private listener can turn the clock."])
            + (testLease == nil ? [] : ["test.lease is set: a slow node may lose its duties."]) + addressWarnings
    }

    /// Whether nobody elsewhere can reach it: no listener takes their connections, and the addresses that a proxy in
    /// front of it would be given are none that they could call.
    private var isOnThisMachineOnly: Bool {
        [publicURL, mediaURL, people.panelURL].allSatisfy(Self.isHere)
            && Self.isLoopback(publicAddress.host) && Self.isLoopback(privateAddress.host)
    }

    private var addressWarnings: [String] {
        var warnings: [String] = []
        if Self.isHere(publicURL) {
            if !Self.isLoopback(publicAddress.host) {
                warnings.append(
                    "public.url is \(publicURL): no platform can reach that, and signatures are made over it.")
            }
        } else if publicURL.hasPrefix("http:") {
            warnings.append("public.url is \(publicURL): what customers write would travel in the clear.")
        }
        if people.panelURL.hasPrefix("http:"), !Self.isHere(people.panelURL) {
            warnings.append("panel.url is \(people.panelURL): passwords would travel in the clear.")
        }
        return warnings
    }

    /// Whether this address is one of our proxies.
    func trusts(_ address: String) -> Bool { Self.isOne(address, of: trustedProxies) }

    /// Whether the API may be called from this address.
    func opensAPI(to address: String) -> Bool { apiNetworks.map { Self.isOne(address, of: $0) } ?? true }

    private static func isOne(_ address: String, of networks: [IPNetwork]) -> Bool {
        IPAddress(address).map { ip in networks.contains { $0.contains(ip) } } ?? false
    }

    private static func isHere(_ url: String) -> Bool {
        URLComponents(string: url)?.host.map { isLoopback($0.trimmingCharacters(in: ["[", "]"])) } ?? false
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || IPAddress(host).map(isLoopback) == true
    }

    private static func isLoopback(_ address: IPAddress) -> Bool {
        ["127.0.0.0/8", "::1"].compactMap { IPNetwork($0) }.contains { $0.contains(address) }
    }
}

/// `host:port`, with an IPv6 host in brackets.
struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port)
        else { return nil }
        let host = text[..<colon].trimmingCharacters(in: ["[", "]"])
        guard !host.isEmpty else { return nil }
        self.init(host: host, port: port)
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// Our address as platforms write it.
enum PublicURL {
    static func normalized(_ text: String) -> String? {
        guard let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme), parts.host != nil,
            parts.user == nil, parts.query == nil, parts.fragment == nil, ["", "/"].contains(parts.path)
        else { return nil }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
