/// Everything that is measured: the one list, from which the documents are checked.
public enum Metric: String, Sendable, CaseIterable {
    case webhooks = "gatehouse_webhooks_total"
    case webhookSeconds = "gatehouse_webhook_seconds"
    case webhooksRejected = "gatehouse_webhooks_rejected_total"
    case quarantineOverflow = "gatehouse_quarantine_overflow_total"
    case messages = "gatehouse_messages_total"
    case outboxMessages = "gatehouse_outbox_messages"
    case outboxHeld = "gatehouse_outbox_held_messages"
    case outboxOldestSeconds = "gatehouse_outbox_oldest_seconds"
    case sends = "gatehouse_sends_total"
    case sendSeconds = "gatehouse_send_seconds"
    case commits = "gatehouse_commits_total"
    case commitSeconds = "gatehouse_commit_seconds"
    case commitWrites = "gatehouse_commit_writes"
    case storeErrors = "gatehouse_store_errors_total"
    case timersExpired = "gatehouse_timers_expired_total"
    case timerLateness = "gatehouse_timer_lateness_seconds"
    case dutyHeld = "gatehouse_duty_held"
    case openConnections = "gatehouse_open_connections"
    case memory = "process_resident_memory_bytes"
    case started = "process_start_time_seconds"
    case build = "gatehouse_build_info"

    public enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    public var kind: Kind {
        switch self {
        case .webhooks, .webhooksRejected, .quarantineOverflow, .messages, .sends, .commits, .storeErrors,
            .timersExpired:
            .counter
        case .webhookSeconds, .sendSeconds, .commitSeconds, .commitWrites, .timerLateness: .histogram
        case .outboxMessages, .outboxHeld, .outboxOldestSeconds, .dutyHeld, .openConnections, .memory, .started, .build:
            .gauge
        }
    }

    /// Few values each: names of ours, never what somebody outside chooses.
    public var labels: [String] {
        switch self {
        case .webhooks: ["platform", "outcome"]
        case .webhookSeconds, .quarantineOverflow, .sendSeconds: ["platform"]
        case .webhooksRejected: ["platform", "reason"]
        case .messages: ["direction", "status"]
        case .outboxMessages, .outboxHeld, .outboxOldestSeconds: ["connection"]
        case .sends: ["platform", "outcome"]
        case .dutyHeld: ["duty"]
        case .openConnections: ["listener"]
        case .timersExpired: ["timer"]
        case .build: ["version"]
        case .commits, .commitSeconds, .commitWrites, .storeErrors, .timerLateness, .memory, .started: []
        }
    }

    public var help: String {
        switch self {
        case .webhooks: "Webhook requests to addresses that exist."
        case .webhookSeconds: "From a webhook request to its answer, the commit included."
        case .webhooksRejected: "Webhook requests that were refused."
        case .quarantineOverflow: "Rejected requests that quarantine had no room for."
        case .messages: "Messages that reached a status since the start."
        case .outboxMessages: "Messages that wait for their turn or are under way."
        case .outboxHeld: "Messages that wait for a person's decision."
        case .outboxOldestSeconds: "Age of the oldest message that waits for its turn."
        case .sends: "Calls that send a part of a message."
        case .sendSeconds: "Duration of calls that send a part of a message."
        case .commits: "Transactions that became durable."
        case .commitSeconds: "Duration of a transaction with its fsync."
        case .commitWrites: "Writes that share a transaction."
        case .storeErrors: "Transactions that could not be committed."
        case .timersExpired: "Timers of conversations that expired."
        case .timerLateness: "From the moment a timer was due until it expired."
        case .dutyHeld: "1 where this node has the duty, 0 where it stands by."
        case .openConnections: "Connections that are open to a listener."
        case .memory: "Memory of the process."
        case .started: "When the process was started, in seconds since 1970."
        case .build: "Always 1."
        }
    }

    /// Upper ends of a histogram's buckets.
    var buckets: [Double] {
        self == .commitWrites
            ? [1, 2, 4, 8, 16, 32, 64, 128, 256]
            : [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    }
}
