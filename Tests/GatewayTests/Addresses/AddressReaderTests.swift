import ConnectorKit
import GatewayModel
import PhoneNumbers
import SMSConnector
import Testing

@testable import Gateway

@Suite("Addresses as people type them")
struct AddressReaderTests {
    private static let reader = AddressReader(
        Surroundings(
            clock: SystemClock(), ids: IDGenerator(clock: SystemClock()),
            connectors: InstalledConnectors([SMSConnector()]), numberingPlans: PhoneNumberLibrary(), publicURL: ""))

    private static func number(_ value: String) -> Address { Address(kind: .phone, value: value) }

    @Test(
        "A customer's number, in each region's writing",
        arguments: [
            ("(415) 555-2671", "US", "+14155552671"), ("+1 415 555 2671", "DE", "+14155552671"),
            ("020 7946 0958", "GB", "+442079460958"), ("40612345", "NO", "+4740612345"),
            ("212345", "FO", "+298212345"), (" 4155552671\n", "US", "+14155552671"),
        ])
    func customers(text: String, region: String, value: String) {
        let expected = AddressReader.Reading.address(TypedAddress(Self.number(value)))
        #expect(Self.reader.customer(text, on: SMSConnector(), in: region) == expected)
        #expect(Self.reader.own(text, on: SMSConnector(), in: region) == expected)
        #expect(Self.reader.stopListed(text, in: region) == expected)
    }

    @Test(
        "A few digits alone are a short code, unless they are a whole number there",
        arguments: [
            ("12345", "US"), ("911", "US"), ("5550100", "US"), ("72323", "DE"), ("212345", "DE"), ("212345", "FI"),
            ("12345678", "US"), ("56767278", "IN"), ("838", "FR"),
        ])
    func shortCodes(text: String, region: String) {
        let expected = AddressReader.Reading.address(TypedAddress(Self.number(text)))
        #expect(Self.reader.customer(text, on: SMSConnector(), in: region) == expected)
        #expect(Self.reader.own(text, on: SMSConnector(), in: region) == expected)
    }

    @Test(
        "A name can be ours to send as, and no customer's to be written to", arguments: ["ACME", "Acme Bank 1", "A1"])
    func names(text: String) {
        let reading = Self.reader.own(text, on: SMSConnector(), in: "US")
        #expect(reading == .address(TypedAddress(Self.number(text))))
        #expect(
            Self.reader.customer(text, on: SMSConnector(), in: "US") == .refused(NumberFault.notANumber.explanation))
    }

    @Test("What its country has not assigned is taken, with a warning")
    func doubtful() throws {
        let typed = try Self.reader.customer("+1 555 000 1000", on: SMSConnector(), in: "DE").address(of: "to")
        #expect(typed.address == Self.number("+15550001000"))
        #expect(typed.doubt?.contains("assigned") == true)
    }

    @Test(
        "What can be no number is refused, and why",
        arguments: [
            ("", .notANumber), ("hello!", .notANumber), ("+1415555010a1", .notANumber), ("+14155550", .tooShort),
            ("+1 415 555 2671 3", .tooLong), ("415 555 267", .tooShort), ("+999 1234 5678", .unknownCountry),
            ("+14155552671 #5", .hasExtension), ("whatsapp:+14155552671", .notANumber), ("12 34 5", .tooShort),
        ] as [(String, NumberFault)])
    func refused(text: String, fault: NumberFault) {
        #expect(Self.reader.customer(text, on: SMSConnector(), in: "US") == .refused(fault.explanation))
        #expect(Self.reader.own(text, on: SMSConnector(), in: "US") == .refused(fault.explanation))
        let refusal = #expect(throws: Refusal.self) {
            try Self.reader.customer(text, on: SMSConnector(), in: "US").address(of: "to")
        }
        #expect(refusal?.fields.map(\.name) == ["to"])
    }

    @Test("Who has written has an address, whatever the plans say; at another contact point they are a stranger")
    func known() async throws {
        let number = "+299"
        let gateway = try await TestGateway.make(plans: NoNumber(number))
        let read: @Sendable (ContactPointID) async throws -> [Address?] = { id in
            try await gateway.store.read { [surroundings = gateway.parts.surroundings] transaction in
                let contactPoint = try #require(try transaction.contactPoint(id))
                let reader = AddressReader(surroundings)
                return [
                    try reader.customer(number, on: TestConnector(), at: contactPoint, in: transaction).address,
                    try reader.stopListed(number, at: contactPoint, in: transaction).address,
                ]
            }
        }
        #expect(try await read(TestGateway.sales) == [nil, nil])
        try await gateway.customerWrites("Hello", from: number)
        #expect(try await read(TestGateway.sales) == [Self.number(number), Self.number(number)])
        #expect(try await read(TestGateway.service) == [nil, nil])
        try await gateway.notify("Hi", to: number)
        await #expect(throws: Refusal.self) { try await gateway.notify("Hi", to: number, at: TestGateway.service) }
    }

    @Test("A stop list takes any kind of address that has stop lists, or the one that is asked for")
    func stopLists() {
        #expect(Self.reader.stopListed("4155552671", .phone, in: "US").address == Self.number("+14155552671"))
        #expect(Self.reader.stopListed("4155552671", AddressKind(rawValue: "page"), in: "US").address == nil)
        #expect(Self.reader.stopListed("ACME", in: "US").address == nil)
    }

    @Test("Addresses of another kind are the connector's alone")
    func otherKinds() {
        var connector = TestConnector()
        connector.addressKind = AddressKind(rawValue: "page")
        let typed = TypedAddress(Address(kind: AddressKind(rawValue: "page"), value: "+no number"))
        #expect(Self.reader.customer("+no number", on: connector, in: "US") == .address(typed))
        #expect(Self.reader.customer("4155552671", on: connector, in: "US") == .refused("it is not a number."))
    }
}

/// Knows every number but one.
private struct NoNumber: NumberingPlans {
    let unknown: String
    var regions: Set<String> { AnyNumber().regions }

    init(_ unknown: String) { self.unknown = unknown }

    func read(_ text: String, in region: String) -> NumberReading {
        text == unknown ? .impossible(.tooLong) : AnyNumber().read(text, in: region)
    }
}
