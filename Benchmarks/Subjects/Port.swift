import Foundation

/// Ports below those that the system gives away by itself, each given once.
enum Port {
    private static let first = 20_000 + Int(getpid()) % 100 * 100
    private static let given = Counter()

    static func next() -> Int { first + given.take() }
}
