public import GatewayModel

/// Contact points: made, changed, archived.
public struct ContactPoints: Sendable {
    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// Sees to it that the contact point `default` and the role `everyone` exist, as they do from the first start.
    public func prepare(in transaction: any StoreTransaction) throws {
        if try transaction.role(.everyone) == nil {
            try transaction.insert(Role(id: .everyone, label: "Everyone"))
        }
        if try transaction.contactPoints().isEmpty {
            try insert(ContactPoint(id: .default, label: "Default"), by: "gateway", in: transaction)
        }
    }

    public func create(_ contactPoint: ContactPoint, by actor: String, in transaction: any StoreTransaction) throws {
        guard try transaction.contactPoint(contactPoint.id) == nil else {
            throw Refusal(.conflict, "already-exists", "There is a contact point \"\(contactPoint.id)\" already.")
        }
        try check(contactPoint)
        try insert(contactPoint, by: actor, in: transaction)
    }

    /// Everybody may send from a new contact point, until an administrator narrows it.
    private func insert(
        _ contactPoint: ContactPoint, by actor: String, in transaction: any StoreTransaction
    ) throws {
        try transaction.insert(contactPoint)
        for right in ContactPointRight.allCases {
            try transaction.setRoles([.everyone], right, of: contactPoint.id)
        }
        try audit("create", contactPoint.id, by: actor, after: contactPoint.label, in: transaction)
    }

    public func update(
        _ id: ContactPointID, by actor: String, in transaction: any StoreTransaction,
        _ change: (inout ContactPoint) throws -> Void
    ) throws -> ContactPoint {
        guard let before = try transaction.contactPoint(id) else { throw Refusal.notFound("contact point") }
        var contactPoint = before
        try change(&contactPoint)
        try check(contactPoint)
        try transaction.update(contactPoint)
        if contactPoint.timeZone != before.timeZone {
            try SendingWindow(surroundings).changed(at: id, in: transaction)
            try AvailabilityRules(surroundings).changed(at: id, in: transaction)
        }
        try audit(
            "update", id, by: actor, before: describe(before), after: describe(contactPoint), in: transaction)
        return contactPoint
    }

    /// Takes a contact point out of use: archived where it has a history, erased where it has none.
    public func remove(_ id: ContactPointID, by actor: String, in transaction: any StoreTransaction) throws {
        guard var contactPoint = try transaction.contactPoint(id), contactPoint.archivedAt == nil else {
            throw Refusal.notFound("contact point")
        }
        let others = try transaction.contactPoints().filter { $0.id != id && $0.archivedAt == nil }
        guard !others.isEmpty else {
            throw Refusal(.conflict, "last-contact-point", "The last contact point cannot be deleted.")
        }
        if try transaction.hasHistory(id) {
            contactPoint.archivedAt = surroundings.clock.now
            try transaction.update(contactPoint)
            try audit("archive", id, by: actor, before: contactPoint.label, in: transaction)
        } else {
            try transaction.delete(id)
            try audit("delete", id, by: actor, before: contactPoint.label, in: transaction)
        }
        try AvailabilityRules(surroundings).changed(at: id, in: transaction)
    }

    /// Replaces the list of roles that hold a right; an empty list means nobody.
    public func setRoles(
        _ roles: [RoleID], _ right: ContactPointRight, of id: ContactPointID, by actor: String,
        in transaction: any StoreTransaction
    ) throws {
        guard try transaction.contactPoint(id) != nil else { throw Refusal.notFound("contact point") }
        for (index, role) in roles.enumerated() where try transaction.role(role) == nil {
            throw Refusal.invalid("\(right.rawValue)[\(index)]", "there is no role \"\(role)\".")
        }
        let before = try transaction.roles(right, of: id)
        let after = Array(Set(roles)).sorted()
        guard before != after else { return }
        try transaction.setRoles(after, right, of: id)
        if right == .answer { try AvailabilityRules(surroundings).changed(at: id, in: transaction) }
        try audit(
            "roles.\(right.rawValue)", id, by: actor, before: list(before), after: list(after),
            in: transaction)
    }

    private func check(_ contactPoint: ContactPoint) throws {
        if contactPoint.label.allSatisfy(\.isWhitespace) || contactPoint.label.count > 100 {
            throw Refusal.invalid("label", "it must have 1 to 100 characters.")
        }
        try TimeZoneName.check(contactPoint.timeZone)
        try LanguageTag.check(contactPoint.language)
        guard surroundings.numberingPlans.regions.contains(contactPoint.region) else {
            throw Refusal.invalid("region", "it must be an ISO 3166 code of a country with phone numbers, such as US.")
        }
        let words = contactPoint.optOut.stopWords + contactPoint.optOut.startWords + contactPoint.optOut.helpWords
        if words.count > 100 || words.contains(where: { OptOutReading.normalized($0).isEmpty || $0.count > 40 }) {
            throw Refusal.invalid("optOut", "at most 100 words, each of 1 to 40 characters with a letter in it.")
        }
        try checkWords(contactPoint.optOut)
        for (name, reply) in [
            ("stopReply", contactPoint.optOut.stopReply), ("startReply", contactPoint.optOut.startReply),
            ("helpReply", contactPoint.optOut.helpReply),
        ] {
            guard let reply else { continue }
            guard reply.count <= 320, !reply.contains("\0"), !reply.allSatisfy(\.isWhitespace) else {
                throw Refusal.invalid("optOut.\(name)", "it must have at most 320 characters, not only white space.")
            }
        }
    }

    /// An added word means one thing, and not another than it means everywhere.
    private func checkWords(_ optOut: OptOutSettings) throws {
        for (words, added) in [
            (optOut.stopWords, Message.Mark.stop), (optOut.startWords, .start), (optOut.helpWords, .help),
        ] {
            for word in words {
                let standard = OptOutWords.standardMeaning(of: OptOutReading.normalized(word))
                if let meaning = standard ?? OptOutWords(optOut).meaning(of: word), meaning != added {
                    throw Refusal.invalid(
                        "optOut",
                        "\"\(word)\" means \(meaning.rawValue.uppercased()), and nothing else can be made of it.")
                }
            }
        }
    }

    private func describe(_ contactPoint: ContactPoint) -> String {
        [
            contactPoint.label, contactPoint.language, contactPoint.timeZone, contactPoint.region,
            "unproven sends: \(contactPoint.unprovenSends.rawValue)",
            "stop: \(contactPoint.optOut.stopWords.joined(separator: " "))",
            "start: \(contactPoint.optOut.startWords.joined(separator: " "))",
            "help: \(contactPoint.optOut.helpWords.joined(separator: " "))",
            "yes means start: \(contactPoint.optOut.yesMeansStart)",
            "replies: \(contactPoint.optOut.stopReply ?? "standard"), \(contactPoint.optOut.startReply ?? "standard"), \(contactPoint.optOut.helpReply ?? "standard")",
        ].joined(separator: "; ")
    }

    private func list(_ roles: [RoleID]) -> String {
        roles.map(\.rawValue).joined(separator: " ")
    }

    private func audit(
        _ action: String, _ id: ContactPointID, by actor: String, before: String? = nil, after: String? = nil,
        in transaction: any StoreTransaction
    ) throws {
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "contact-point.\(action)",
                subject: "contact-point/\(id)", before: before, after: after))
    }
}
