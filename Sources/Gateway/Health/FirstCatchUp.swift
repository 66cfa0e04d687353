/// What waits to be sent at a start, or is due by a timer, waits until it is known what was missed: a STOP may be among
/// it, or the message of a customer who seems to be silent.
///
/// Not longer than ``patience``: a platform that takes messages but cannot say which it has must silence nobody.
final class FirstCatchUp: Sendable {
    static let patience = Duration.seconds(30)

    private let end: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (end, continuation) = AsyncStream.makeStream() }

    func isDone() { continuation.finish() }

    func wait() async {
        await withTaskGroup { group in
            group.addTask { [end] in for await _ in end {} }
            group.addTask { try? await Task.sleep(for: Self.patience) }
            await group.next()
            group.cancelAll()
        }
    }
}
