/// A reader of strangers' bytes, and what must hold of it whatever they are.
struct FuzzTarget: Sendable {
    /// Its seeds lie in a file of this name.
    let name: String
    /// Stops the program where a promise is broken.
    let check: @Sendable ([UInt8]) -> Void

    init(_ name: String, _ check: @escaping @Sendable ([UInt8]) -> Void) {
        self.name = name
        self.check = check
    }

    static let all: [FuzzTarget] = [
        .addresses, .csv, .csvLong, .fileNames, .forms, .graphAnswers, .headers, .jsonBodies, .mediaTypes,
        .messengerBatches, .messengerRequests, .names, .networks, .optOutWords, .pageNames, .phoneNumbers,
        .platformAnswers, .seals, .segments, .signatures, .stopListLines, .times,
        .traces, .twitterAnswers, .twitterRequests, .twitterWebhooks, .webhooks,
    ]
}

/// A promise. Broken, it ends the program, which is how libFuzzer hears of it.
func hold(_ isKept: Bool, _ promise: @autoclosure () -> String) {
    if !isKept { fatalError("Broken: \(promise())") }
}

extension [UInt8] {
    /// The input in so many pieces, taken apart at unit separators (0x1F); the last one has the rest. Those that are
    /// not there are empty.
    func pieces(_ count: Int) -> [[UInt8]] {
        let found = split(separator: 0x1F, maxSplits: count - 1, omittingEmptySubsequences: false).map(Array.init)
        return found + [[UInt8]](repeating: [], count: count - found.count)
    }

    /// As text; what is no UTF-8 is mended.
    var text: String { String(decoding: self, as: UTF8.self) }
}
