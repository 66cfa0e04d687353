public import GatewayModel

/// Stop lists in the hands of administrators: several addresses at once, each answered by itself.
public struct StopListAdministration: Sendable {
    private let surroundings: Surroundings
    private let stopList: StopList
    private let addresses: StopListAddresses

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        stopList = StopList(surroundings)
        addresses = StopListAddresses(surroundings)
    }

    /// What became of one address.
    public struct Result: Sendable, Equatable {
        /// As it was typed.
        public let input: String
        /// In its normal form.
        public var address: Address?
        public let outcome: Outcome
        /// Why it is invalid, for a person.
        public var reason: String?
        /// What is odd about it, though it was taken.
        public var doubt: String?
        /// Addresses of ours at which a block of the carrier's may still stand, now that ours is lifted.
        public var mayBeBlockedAt: [Address] = []

        public enum Outcome: String, Sendable, CaseIterable {
            case added
            /// It was on the list before.
            case already
            case removed
            /// It was not on the list.
            case notListed
            /// It came before in the same request.
            case duplicate
            case invalid
        }
    }

    /// Puts addresses on the list. One that cannot be read does not keep the others off.
    public func add(
        _ typed: AddressBatch, at id: ContactPointID, by actor: String, in transaction: any StoreTransaction
    ) throws -> [Result] {
        let contactPoint = try existing(id, in: transaction)
        var seen: Set<Address> = []
        return try typed.texts.map { text in
            let typed: TypedAddress
            switch try addresses.typed(text, at: contactPoint, in: transaction) {
            case .success(let found): typed = found
            case .failure(let fault): return Result(input: text, outcome: .invalid, reason: fault.reason)
            }
            let address = typed.address
            guard seen.insert(address).inserted else {
                return Result(input: text, address: address, outcome: .duplicate)
            }
            let isNew = try stopList.stop(address, at: id, source: .administrator, actor: actor, in: transaction)
            if isNew { try audit("add", address, at: id, by: actor, in: transaction) }
            return Result(input: text, address: address, outcome: isNew ? .added : .already, doubt: typed.doubt)
        }
    }

    /// Takes addresses off the list, and says where a carrier's block may still stand.
    public func remove(
        _ typed: AddressBatch, at id: ContactPointID, by actor: String, in transaction: any StoreTransaction
    ) throws -> [Result] {
        let contactPoint = try existing(id, in: transaction)
        var seen: Set<Address> = []
        return try typed.texts.map { text in
            let result = try remove(text, at: contactPoint, by: actor, in: transaction)
            guard let address = result.address, !seen.insert(address).inserted else { return result }
            return Result(input: text, address: address, outcome: .duplicate)
        }
    }

    /// Takes one address off the list.
    public func remove(
        _ text: String, at id: ContactPointID, by actor: String, in transaction: any StoreTransaction
    ) throws -> Result {
        try remove(text, at: existing(id, in: transaction), by: actor, in: transaction)
    }

    private func remove(
        _ text: String, at contactPoint: ContactPoint, by actor: String, in transaction: any StoreTransaction
    ) throws -> Result {
        let typed = try addresses.typed(text, at: contactPoint, in: transaction).map(\.address)
        // As it is shown, or as somebody types it: a sender of no known form is on the list as it came.
        let candidates =
            addresses.kinds.map { Address(kind: $0, value: text) } + ((try? typed.get()).map { [$0] } ?? [])
        let entries = try candidates.compactMap { try transaction.stopEntry(for: $0, at: contactPoint.id) }
        guard let entry = entries.first(where: \.isStopped) else {
            switch typed {
            case .success(let address): return Result(input: text, address: address, outcome: .notListed)
            case .failure(let fault): return Result(input: text, outcome: .invalid, reason: fault.reason)
            }
        }
        try stopList.lift(
            entry.address, at: contactPoint.id, source: .administrator, actor: actor, in: transaction)
        try audit("remove", entry.address, at: contactPoint.id, by: actor, in: transaction)
        return Result(
            input: text, address: entry.address, outcome: .removed,
            mayBeBlockedAt: CarrierBlock(surroundings.connectors).mayStand(
                for: entry, at: try transaction.connections(of: contactPoint.id)))
    }

    private func existing(_ id: ContactPointID, in transaction: any StoreTransaction) throws -> ContactPoint {
        guard let contactPoint = try transaction.contactPoint(id) else { throw Refusal.notFound("contact point") }
        return contactPoint
    }

    private func audit(
        _ action: String, _ address: Address, at id: ContactPointID, by actor: String,
        in transaction: any StoreTransaction
    ) throws {
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "stop-list.\(action)",
                subject: "contact-point/\(id)", after: address.value))
    }
}

extension [StopListAdministration.Result] {
    /// What whoever took addresses off must know; `nil` where no block can stand.
    public var warning: String? {
        let ours = Set(flatMap(\.mayBeBlockedAt).map(\.value)).sorted()
        guard !ours.isEmpty else { return nil }
        let them = count { !$0.mayBeBlockedAt.isEmpty } == 1 ? "the customer" : "each customer"
        return "The carrier's own block may still stand until \(them) texts START to: \(ours.joined(separator: ", "))."
    }
}
