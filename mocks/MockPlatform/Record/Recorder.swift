public import Foundation

/// Everything a mock heard and said, for tests to assert on.
public final class Recorder: Sendable {
    /// Requests the mock received, with what it answered.
    public let requests = Journal<ReceivedRequest>()
    /// Webhooks the mock sent, each attempt by itself.
    public let deliveries = Journal<Delivery>()
    /// The subject of each webhook that `reorder` holds back.
    public let held = Journal<String>()
    /// What the platform would have shown in its error log.
    public let problems = Journal<PlatformProblem>()

    public init() {}
}

/// A request the mock received.
public struct ReceivedRequest: Sendable {
    public let at: Date
    /// Empty for requests that are none of the platform's operations.
    public let operation: Operation
    public let request: MockRequest
    /// `nil` where the connection was cut.
    public let status: Int?

    public init(at: Date, operation: Operation, request: MockRequest, status: Int?) {
        self.at = at
        self.operation = operation
        self.request = request
        self.status = status
    }
}

/// An entry of the platform's error log, as its operator would see it.
public struct PlatformProblem: Sendable, Equatable {
    public let code: Int
    /// The message, number or other resource it is about.
    public let subject: String
    public let explanation: String

    public init(code: Int, subject: String, explanation: String) {
        self.code = code
        self.subject = subject
        self.explanation = explanation
    }
}
