/// Who takes messages and is measured.
enum Contestant: Hashable, Sendable {
    /// The library alone: a handler that does nothing, or calls with nothing behind them.
    case bare
    case kannel
    /// Kannel with its spool on the disk, as Gatehouse's messages are.
    case syncedKannel
    case gateway(Engine, isFull: Bool)

    var isGateway: Bool {
        switch self {
        case .bare, .kannel, .syncedKannel: false
        case .gateway: true
        }
    }

    var isFull: Bool { self == .gateway(.sqlite, isFull: true) || self == .gateway(.postgres, isFull: true) }
}

enum Direction: String, CaseIterable, Sendable {
    case inbound
    case outbound
}
