// How rules stand in JSON. One object is one condition, named by its field; an object without fields always holds:
//
//     {"all": [
//         {"hours": {"monday": ["08:00-12:00", "13:00-20:00"]}, "timeZone": "Europe/Paris"},
//         {"not": {"dates": [{"date": "2026-12-25", "label": "Christmas Day", "yearly": true}]}},
//         {"availableAgents": {"atLeast": 1}}
//     ]}
//
// Whatever is wrong is refused by the name of its field, and unknown fields are: a typing error must not open a door.

extension AvailabilityRule: Codable {
    private enum Field: String, CaseIterable, CodingKey {
        case all, any, not, hours, days, times, dates, waitingConversations, availableAgents, agentCapacity, timeZone

        static let joining: Set<String> = [Self.all.rawValue, Self.any.rawValue, Self.not.rawValue]
        static let timed: Set<Field> = [.hours, .days, .times, .dates]
    }

    public init(from decoder: any Decoder) throws {
        guard decoder.codingPath.count(where: { Field.joining.contains($0.stringValue) }) < Self.mostLevels else {
            throw wrong(decoder.codingPath, "conditions stand at most \(Self.mostLevels) deep in each other.")
        }
        let fields = try KnownFields<Field>(decoder)
        let kinds = fields.present.filter { $0 != .timeZone }
        guard let kind = kinds.first else {
            guard fields.present.isEmpty else {
                throw wrong(fields.path(.timeZone), "it stands beside hours, days, times or dates.")
            }
            self = .always
            return
        }
        guard kinds.count == 1 else {
            throw wrong(
                decoder.codingPath,
                "it holds one condition, not \(kinds.map(\.rawValue).joined(separator: " and ")); join them by all or any."
            )
        }
        var zone: String?
        if fields.present.contains(.timeZone) {
            guard Field.timed.contains(kind) else {
                throw wrong(fields.path(.timeZone), "it stands beside hours, days, times or dates.")
            }
            zone = try fields.decode(String.self, forKey: .timeZone)
        }
        switch kind {
        case .all: self = .all(try fields.decode([Self].self, forKey: .all))
        case .any:
            let rules = try fields.decode([Self].self, forKey: .any)
            guard !rules.isEmpty else { throw wrong(fields.path(.any), "there must be one; none would never hold.") }
            self = .any(rules)
        case .not: self = .not(try fields.decode(Self.self, forKey: .not))
        case .hours: self = .time(.hours(try fields.decode(Hours.self, forKey: kind).hours), zone: zone)
        case .days: self = .time(.days(try fields.decode(Days.self, forKey: kind).days), zone: zone)
        case .times: self = .time(.times(try fields.decode(Ranges.self, forKey: kind).ranges), zone: zone)
        case .dates: self = .time(.dates(try fields.decode(Dates.self, forKey: kind).dates), zone: zone)
        case .waitingConversations, .availableAgents, .agentCapacity, .timeZone:
            guard let figure = AvailabilityFigure(rawValue: kind.rawValue) else {
                throw wrong(fields.path(kind), "it is no condition.")
            }
            self = .figure(figure, try fields.decode(Compared.self, forKey: kind).comparison)
        }
    }

    /// Writes it so that ``init(from:)`` reads the same.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        switch self {
        case .all(let rules): if !rules.isEmpty { try fields.encode(rules, forKey: .all) }
        case .any(let rules): try fields.encode(rules, forKey: .any)
        case .not(let rule): try fields.encode(rule, forKey: .not)
        case .time(let condition, let zone):
            switch condition {
            case .hours(let hours):
                let days = hours.days.map { ($0.key.rawValue, $0.value.map(\.description)) }
                try fields.encode(Dictionary(uniqueKeysWithValues: days), forKey: .hours)
            case .days(let days):
                try fields.encode(Weekday.allCases.filter(days.contains).map(\.rawValue), forKey: .days)
            case .times(let ranges): try fields.encode(ranges.map(\.description), forKey: .times)
            case .dates(let dates): try fields.encode(dates.map(NamedDateDocument.init), forKey: .dates)
            }
            try fields.encodeIfPresent(zone, forKey: .timeZone)
        case .figure(let figure, let comparison):
            guard let field = Field(rawValue: figure.rawValue) else { return }
            try fields.encode([comparison.relation.rawValue: comparison.number], forKey: field)
        }
    }
}

private struct Hours: Decodable {
    let hours: WeeklyHours

    init(from decoder: any Decoder) throws {
        let fields = try KnownFields<Weekday>(decoder)
        var days: [Weekday: [HourRange]] = [:]
        for day in fields.present { days[day] = try fields.decode(Ranges.self, forKey: day).ranges }
        hours = WeeklyHours(days)
        guard !hours.isEmpty else { throw wrong(decoder.codingPath, "there must be some.") }
    }
}

private struct Ranges: Decodable {
    let ranges: [HourRange]

    init(from decoder: any Decoder) throws {
        ranges = try texts(decoder, most: TimeCondition.mostRanges).map { text, path in
            guard let range = HourRange(text) else {
                throw wrong(
                    path, "it must be a range such as 08:00-20:00; one that ends before it begins goes past midnight.")
            }
            return range
        }
    }
}

private struct Days: Decodable {
    let days: Set<Weekday>

    init(from decoder: any Decoder) throws {
        let found = try texts(decoder, most: Weekday.allCases.count).map { text, path in
            guard let day = Weekday(rawValue: text) else {
                throw wrong(path, "it must be \(Weekday.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return day
        }
        days = Set(found)
    }
}

private struct Dates: Decodable {
    let dates: [NamedDate]

    init(from decoder: any Decoder) throws {
        let found = try [NamedDateDocument](from: decoder)
        try checkCount(found.count, most: TimeCondition.mostDates, decoder)
        dates = found.map(\.date)
    }
}

private struct NamedDateDocument: Codable {
    let date: NamedDate

    private enum Field: String, CaseIterable, CodingKey {
        case date, label, yearly
    }

    init(_ date: NamedDate) { self.date = date }

    init(from decoder: any Decoder) throws {
        let fields = try KnownFields<Field>(decoder)
        guard let day = CivilDate(try fields.decode(String.self, forKey: .date)) else {
            throw wrong(fields.path(.date), "it must be a day such as 2026-12-25.")
        }
        let label = try fields.decodeIfPresent(String.self, forKey: .label)
        if let label, !(1...TimeCondition.longestLabel).contains(label.count) {
            throw wrong(fields.path(.label), "it must have 1 to \(TimeCondition.longestLabel) characters.")
        }
        date = NamedDate(
            day, label: label,
            isYearly: try fields.decodeIfPresent(Bool.self, forKey: .yearly) ?? false)
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(date.date.description, forKey: .date)
        try fields.encodeIfPresent(date.label, forKey: .label)
        if date.isYearly { try fields.encode(true, forKey: .yearly) }
    }
}

private struct Compared: Decodable {
    let comparison: Comparison

    init(from decoder: any Decoder) throws {
        let fields = try KnownFields<Comparison.Relation>(decoder)
        guard let relation = fields.present.first, fields.present.count == 1 else {
            let names = Comparison.Relation.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong(decoder.codingPath, "it must hold one of \(names).")
        }
        guard let number = try? fields.decode(Int.self, forKey: relation), Comparison.numbers.contains(number) else {
            throw wrong(
                fields.path(relation), "it must be a whole number from 0 to \(Comparison.numbers.upperBound).")
        }
        comparison = Comparison(relation, number)
    }
}

/// An object that has no fields but those that are known.
private struct KnownFields<Field: CaseIterable & RawRepresentable> where Field.RawValue == String {
    private let container: KeyedDecodingContainer<AnyField>
    /// In the order in which they are declared.
    let present: [Field]

    init(_ decoder: any Decoder) throws {
        container = try decoder.container(keyedBy: AnyField.self)
        let found = Set(container.allKeys.map(\.stringValue))
        if let unknown = found.sorted().first(where: { Field(rawValue: $0) == nil }) {
            let names = Field.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong(
                decoder.codingPath + [AnyField(stringValue: unknown)], "there is no such field; there are: \(names).")
        }
        present = Field.allCases.filter { found.contains($0.rawValue) }
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey field: Field) throws -> Value {
        try container.decode(type, forKey: AnyField(stringValue: field.rawValue))
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey field: Field) throws -> Value? {
        try container.decodeIfPresent(type, forKey: AnyField(stringValue: field.rawValue))
    }

    func path(_ field: Field) -> [any CodingKey] {
        container.codingPath + [AnyField(stringValue: field.rawValue)]
    }
}

private struct AnyField: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}

/// The texts of a list, of which there must be some, each with where it stands.
private func texts(_ decoder: any Decoder, most: Int) throws -> [(text: String, path: [any CodingKey])] {
    let found = try [String](from: decoder)
    try checkCount(found.count, most: most, decoder)
    return found.enumerated().map { ($1, decoder.codingPath + [AnyField(intValue: $0)]) }
}

private func checkCount(_ count: Int, most: Int, _ decoder: any Decoder) throws {
    guard (1...most).contains(count) else { throw wrong(decoder.codingPath, "there must be 1 to \(most) of them.") }
}

private func wrong(_ path: [any CodingKey], _ reason: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: path, debugDescription: reason))
}
