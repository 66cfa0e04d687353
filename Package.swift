// swift-tools-version: 6.2
import PackageDescription

// Every target of ours is compiled in Swift 6 mode with these checks, and a warning is an error.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

// Packages, named once.
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let serviceLifecycleTestKit = Target.Dependency.product(
    name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "gatehouse",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "gatehouse", targets: ["gatehouse"]),
        .executable(name: "bench", targets: ["bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The nouns. They know nobody.
        .target(name: "GatewayModel", swiftSettings: strict),

        // The contract of a connector.
        .target(name: "ConnectorKit", dependencies: ["GatewayModel", httpTypes], swiftSettings: strict),

        // What the gateway does, and the ports through which it reaches the world.
        .target(
            name: "Gateway",
            dependencies: ["GatewayModel", "ConnectorKit", "Signing", httpTypes, logging, serviceLifecycle],
            swiftSettings: strict),

        // The ports, kept by real things.
        .target(
            name: "Storage",
            dependencies: ["Gateway", "GatewayModel", "ConnectorKit", "CPostgres", grdb, grdbSQLite],
            swiftSettings: strict),
        .target(
            name: "GatewayHTTP",
            dependencies: [
                "Gateway", "GatewayModel", "ConnectorKit", "ControlPanel", "Signing", httpTypes, hummingbird, logging,
                nioCore,
            ],
            swiftSettings: strict),
        // Pages, and what serves them. They know the API, as everybody's programs do, and no type of ours.
        .target(
            name: "ControlPanel", dependencies: ["Signing", httpTypes, hummingbird, nioCore],
            resources: [.copy("Panel")], swiftSettings: strict),
        .target(
            name: "CurlTransport", dependencies: ["ConnectorKit", "Gateway", "CCurl", httpTypes],
            swiftSettings: strict),
        .target(name: "PhoneNumbers", dependencies: ["Gateway", "CPhoneNumber"], swiftSettings: strict),
        .target(name: "Signing", dependencies: ["COpenSSL"], swiftSettings: strict),

        // C libraries, from the distribution.
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        // libphonenumber is C++: this says it in C.
        .target(name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")]),

        // One platform each. A connector knows the kit, never the gateway, a database or a server.
        .target(
            name: "SMSConnector", dependencies: ["ConnectorKit", "GatewayModel", "Signing", httpTypes],
            path: "connectors/SMS", swiftSettings: strict),

        .target(
            name: "MessengerConnector", dependencies: ["ConnectorKit", "GatewayModel", "Signing", httpTypes],
            path: "connectors/Messenger", swiftSettings: strict),
        .target(
            name: "TwitterConnector", dependencies: ["ConnectorKit", "GatewayModel", "Signing", httpTypes],
            path: "connectors/Twitter", swiftSettings: strict),

        .target(
            name: "WebChatConnector", dependencies: ["ConnectorKit", "GatewayModel", "Signing", httpTypes],
            path: "connectors/WebChat", resources: [.copy("Widget")], swiftSettings: strict),

        // Platforms that there is no connector for, and what they would need.
        .target(
            name: "AnnouncedPlatforms", dependencies: ["ConnectorKit", "GatewayModel"], path: "connectors/Announced",
            swiftSettings: strict),

        // The platforms' side, as their documentation describes it. A mock never imports a connector.
        .target(
            name: "MockPlatform",
            dependencies: [hummingbird, httpTypes, logging, serviceLifecycle, nioCore, nioHTTP1, nioPosix],
            path: "mocks/MockPlatform", swiftSettings: strict),
        .target(
            name: "MockSMS", dependencies: ["MockPlatform", "Signing", httpTypes],
            path: "mocks/SMS", swiftSettings: strict),
        .target(
            name: "MockMessenger", dependencies: ["MockPlatform", "Signing", httpTypes],
            path: "mocks/Messenger", swiftSettings: strict),
        .target(
            name: "MockTwitter", dependencies: ["MockPlatform", "Signing", httpTypes],
            path: "mocks/Twitter", swiftSettings: strict),
        .target(
            name: "MockWebChat", dependencies: ["MockPlatform", httpTypes], path: "mocks/WebChat",
            resources: [.copy("shop.html"), .copy("shop.css"), .copy("shop.js")], swiftSettings: strict),

        // The program. It alone knows everything.
        .executableTarget(
            name: "gatehouse",
            dependencies: [
                "GatewayModel", "ConnectorKit", "Gateway", "Storage", "GatewayHTTP", "CurlTransport", "PhoneNumbers",
                "Signing", "SMSConnector", "MessengerConnector", "TwitterConnector", "WebChatConnector",
                "AnnouncedPlatforms", "MockPlatform", "MockSMS", "MockMessenger", "MockTwitter", "MockWebChat",
                argumentParser, configuration, hummingbird, hummingbirdCore, logging, nioCore, serviceLifecycle,
                systemPackage, unixSignals,
            ],
            swiftSettings: strict),

        // How fast it is, against the libraries it stands on.
        .executableTarget(
            name: "bench",
            dependencies: [
                "ConnectorKit", "CurlTransport", "Gateway", "GatewayModel", "LoopbackPostgres", "SMSConnector",
                "PhoneNumbers", "Signing", "Storage",
                argumentParser, httpTypes, hummingbird, logging, nioCore, serviceLifecycle,
            ],
            path: "Benchmarks", swiftSettings: strict),

        // What a connector's tests stand on.
        .target(
            name: "ConnectorTestKit", dependencies: ["ConnectorKit", "GatewayModel", httpTypes],
            swiftSettings: strict),

        // A mail server that does what a test tells it.
        .target(name: "LoopbackMail", path: "Tests/LoopbackMail", swiftSettings: strict),

        // A PostgreSQL that lives as long as the tests do.
        .target(
            name: "LoopbackPostgres", dependencies: ["CPostgres"], path: "Tests/LoopbackPostgres",
            swiftSettings: strict),

        .testTarget(name: "GatewayModelTests", dependencies: ["GatewayModel"], swiftSettings: strict),
        .testTarget(
            name: "ConnectorKitTests", dependencies: ["ConnectorKit", "GatewayModel", httpTypes],
            swiftSettings: strict),
        .testTarget(name: "SigningTests", dependencies: ["Signing"], swiftSettings: strict),
        .testTarget(name: "PhoneNumbersTests", dependencies: ["PhoneNumbers", "Gateway"], swiftSettings: strict),
        .testTarget(
            name: "CurlTransportTests",
            dependencies: [
                "CurlTransport", "ConnectorKit", "Gateway", "GatewayModel", "LoopbackMail", httpTypes,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SMSConnectorTests",
            dependencies: ["SMSConnector", "ConnectorTestKit", "ConnectorKit", "GatewayModel", "Signing", httpTypes],
            swiftSettings: strict),
        .testTarget(
            name: "MessengerConnectorTests",
            dependencies: [
                "MessengerConnector", "ConnectorTestKit", "ConnectorKit", "GatewayModel", "Signing", httpTypes,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "TwitterConnectorTests",
            dependencies: [
                "TwitterConnector", "ConnectorTestKit", "ConnectorKit", "GatewayModel", "Signing", httpTypes,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ExampleConnectorTests",
            dependencies: ["ConnectorTestKit", "ConnectorKit", "GatewayModel", "Signing", httpTypes],
            swiftSettings: strict),
        .testTarget(
            name: "WebChatConnectorTests",
            dependencies: [
                "WebChatConnector", "ConnectorTestKit", "ConnectorKit", "GatewayModel", "Signing", httpTypes,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Gateway", "GatewayHTTP", "Storage", "ConnectorTestKit", "ConnectorKit", "GatewayModel",
                "LoopbackPostgres",
                "PhoneNumbers", "SMSConnector", "Signing", "WebChatConnector", httpTypes, logging, serviceLifecycle,
                serviceLifecycleTestKit,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Storage", "Gateway", "ConnectorTestKit", "ConnectorKit", "GatewayModel", "PhoneNumbers",
                "LoopbackPostgres",
                grdb, logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "MockSMSTests", dependencies: ["MockSMS", "MockPlatform", "Signing", httpTypes],
            swiftSettings: strict),
        .testTarget(
            name: "MockMessengerTests", dependencies: ["MockMessenger", "MockPlatform", "Signing", httpTypes],
            swiftSettings: strict),
        .testTarget(
            name: "MockTwitterTests", dependencies: ["MockTwitter", "MockPlatform", "Signing", httpTypes],
            swiftSettings: strict),
        .testTarget(name: "HouseTests", swiftSettings: strict),
        // The real program, on real sockets and files, against the mocks.
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "gatehouse", "Gateway", "GatewayHTTP", "GatewayModel", "Storage", "PhoneNumbers", "Signing",
                "SMSConnector", "MockSMS", "MockMessenger", "MockTwitter", "MockPlatform", "LoopbackMail",
                "LoopbackPostgres",
                "CurlTransport",
                "ConnectorKit",
                "ConnectorTestKit", httpTypes, logging,
            ],
            exclude: ["Disk/held-disk.c"], swiftSettings: strict),
    ]
)

// The fuzz targets have no main function of their own: libFuzzer brings it, to a build that asks for it.
if Context.environment["GATEHOUSE_FUZZING"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "CCurl", "ConnectorKit", "CurlTransport", "Gateway", "GatewayHTTP", "GatewayModel", "PhoneNumbers",
                "MessengerConnector", "SMSConnector", "TwitterConnector", "Signing", httpTypes,
            ],
            path: "Fuzzing", exclude: ["Seeds"], swiftSettings: strict))
}

// What sanitizers look at is what touches C: no other tests, and nothing that only those need.
if Context.environment["GATEHOUSE_SANITIZING"] != nil {
    let touchingC: Set = ["CurlTransportTests", "PhoneNumbersTests", "SigningTests", "StorageTests"]
    package.targets.removeAll { $0.type == .test && !touchingC.contains($0.name) }
}
