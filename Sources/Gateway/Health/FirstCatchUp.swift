/// What waits to be sent at a start waits until it is known what was missed: a STOP may be among it.
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
