private import Synchronization

/// The faults that are still to happen.
public final class FaultPlan: Sendable {
    public struct Rule: Sendable, Equatable {
        public let operation: Operation
        /// A phone number or an id; `nil` matches everything.
        public let subject: String?
        public let fault: Fault
        /// `nil` until cleared.
        public var times: Int?

        func matches(_ operation: Operation, _ subjects: [String]) -> Bool {
            (self.operation == .any || self.operation == operation)
                && (subject.map(subjects.contains) ?? true)
        }
    }

    private struct State {
        var rules: [Rule] = []
        var listLag = Duration.zero
    }

    private let state = Mutex(State())

    public init() {}

    /// - Parameters:
    ///   - subject: only for this number or id.
    ///   - times: how often; `nil` until cleared.
    public func add(_ fault: Fault, on operation: Operation, for subject: String? = nil, times: Int? = 1) {
        state.withLock {
            $0.rules.append(Rule(operation: operation, subject: subject, fault: fault, times: times))
        }
    }

    public var rules: [Rule] {
        state.withLock { $0.rules }
    }

    /// How long a created thing can be fetched but is not yet listed.
    public var listLag: Duration {
        get { state.withLock { $0.listLag } }
        set { state.withLock { $0.listLag = newValue } }
    }

    public func clear() {
        state.withLock { $0 = State() }
    }

    /// The first fault planned for this, which is used up by asking.
    public func take(_ operation: Operation, about subjects: [String] = []) -> Fault? {
        state.withLock { state in
            guard let index = state.rules.firstIndex(where: { $0.matches(operation, subjects) }) else { return nil }
            let fault = state.rules[index].fault
            guard let times = state.rules[index].times else { return fault }
            if times > 1 {
                state.rules[index].times = times - 1
            } else {
                state.rules.remove(at: index)
            }
            return fault
        }
    }
}
