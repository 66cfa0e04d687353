import Dispatch
public import Gateway

/// Has clamd look through files, as streams (INSTREAM): clamd need not be able to read them where they lie.
///
/// Each scan has a connection and a thread of its own; more than a few at once would only wait for clamd's own threads.
///
/// The ``AddressPolicy`` does not apply: the scanner is written by whoever runs the machine, and is a neighbour.
public final class ClamdScanner: VirusScanner {
    /// Of a file at a time.
    private static let pieceBytes = 64 << 10
    static let mostAtOnce = 8

    private let address: ScannerAddress
    private let patience: Duration
    private let turns = ScanTurns(ClamdScanner.mostAtOnce)

    /// - Parameter patience: with a scanner that takes or says nothing.
    public init(_ address: ScannerAddress, patience: Duration = .seconds(60)) {
        self.address = address
        self.patience = patience
    }

    public func scan(
        _ read: @Sendable (_ offset: Int, _ limit: Int) async throws -> [UInt8]?
    ) async throws(ScanFailure) -> ScanVerdict {
        await turns.take()
        defer { turns.giveBack() }
        let thread = ScanThread()
        let result = await withTaskCancellationHandler { () async -> Result<ScanVerdict, ScanFailure> in
            do throws(ScanFailure) {
                return .success(try await converse(on: thread, read))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            thread.cancel()
        }
        return try result.get()
    }

    private func converse(
        on thread: ScanThread, _ read: @Sendable (_ offset: Int, _ limit: Int) async throws -> [UInt8]?
    ) async throws(ScanFailure) -> ScanVerdict {
        try await thread.open(address, patience: patience)
        var isWanted = try await thread.send(Array("zINSTREAM\0".utf8))
        var offset = 0
        while isWanted {
            let piece: [UInt8]
            do {
                piece = try await read(offset, Self.pieceBytes) ?? []
            } catch {
                throw ScanFailure(.unavailable, "The file could not be read for the virus scanner.")
            }
            offset += piece.count
            // A length, the bytes; a length of zero is the end.
            isWanted = try await thread.send(Self.bigEndian(UInt32(piece.count)) + piece)
            if piece.isEmpty { break }
        }
        return try ClamdReply.verdict(try await thread.reply())
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}

/// The thread of one conversation: what waits for a scanner holds up no thread of Swift's pool.
private final class ScanThread: @unchecked Sendable {
    private let queue = DispatchQueue(label: "virus scan")
    private let lock = PthreadLock()
    private var isCanceled = false
    /// Touched on the queue alone.
    private var line: ClamdLine?

    func cancel() { lock.withLock { isCanceled = true } }

    func open(_ address: ScannerAddress, patience: Duration) async throws(ScanFailure) {
        try await run { [self] () throws(ScanFailure) in
            line = try ClamdLine(address, patience: patience) { [unowned self] in
                self.lock.withLock { self.isCanceled }
            }
        }
    }

    func send(_ bytes: [UInt8]) async throws(ScanFailure) -> Bool {
        try await run { [self] () throws(ScanFailure) in try line?.send(bytes) ?? false }
    }

    func reply() async throws(ScanFailure) -> [UInt8] {
        try await run { [self] () throws(ScanFailure) in try line?.reply() ?? [] }
    }

    private func run<Value: Sendable>(
        _ step: @escaping @Sendable () throws(ScanFailure) -> Value
    ) async throws(ScanFailure) -> Value {
        let result: Result<Value, ScanFailure> = await withCheckedContinuation { continuation in
            queue.async {
                BrokenPipeSignal.block()
                do throws(ScanFailure) {
                    continuation.resume(returning: .success(try step()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
