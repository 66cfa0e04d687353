import GatewayModel

/// One import under way.
struct StopListImportProgress: Sendable {
    private let surroundings: Surroundings
    private let stopList: StopList
    private let store: any Store
    private let scope: StopListScope
    private let line: StopListLine
    private let permitted: @Sendable (any StoreTransaction) throws -> Void

    private var reader = CSVReader()
    private var header: StopListHeader?
    private var batch: [(number: Int, entry: StopEntry)] = []
    private var report = StopListImportReport()
    private var byteCount = 0
    private var hasBegun = false

    init(
        _ surroundings: Surroundings, _ store: any Store, _ scope: StopListScope, _ line: StopListLine,
        _ permitted: @escaping @Sendable (any StoreTransaction) throws -> Void
    ) {
        self.surroundings = surroundings
        stopList = StopList(surroundings)
        self.store = store
        self.scope = scope
        self.line = line
        self.permitted = permitted
    }

    mutating func take(_ bytes: [UInt8]) async throws {
        byteCount += bytes.count
        guard byteCount <= StopListImport.mostBytes else {
            throw Refusal(
                .tooLarge, "too-large", "The file has more than \(StopListImport.mostBytes >> 20) MiB; split it.")
        }
        for line in reader.read(bytes) { try await take(line) }
    }

    mutating func finish() async throws -> StopListImportReport {
        for line in reader.finish() { try await take(line) }
        guard header != nil else {
            throw StopListHeader.refusal("the file is empty; its first line must name the columns.")
        }
        try await storeBatch(isLast: true)
        return report
    }

    private mutating func take(_ found: CSVReader.Line) async throws {
        guard let header else {
            let header = try StopListHeader(found)
            self.header = header
            report.ignoredColumns = header.ignored
            return
        }
        do throws(UnusableLine) {
            switch found.content {
            case .failure(let fault): throw UnusableLine(fault.explanation)
            // An empty line, as spreadsheets write it.
            case .success(let cells) where cells.allSatisfy(\.isEmpty): return
            case .success(let cells): batch.append((found.number, try line.entry(header.cells(of: cells))))
            }
        } catch {
            report.refuse(found.number, error.reason)
        }
        report.lines += 1
        if batch.count == StopListImport.batchSize { try await storeBatch(isLast: false) }
    }

    private mutating func storeBatch(isLast: Bool) async throws {
        let (before, rows, isFirst) = (report, batch, !hasBegun)
        report = try await store.write { [self] transaction in
            try permitted(transaction)
            var report = before
            try put(rows, counting: &report, in: transaction)
            if isLast {
                try audit("import", report.summary, in: transaction)
            } else if isFirst {
                try audit("import.begin", nil, in: transaction)
            }
            return report
        }
        hasBegun = true
        batch.removeAll(keepingCapacity: true)
    }

    /// One event for all that came onto a list together: a subscriber would be busy for hours with one for each.
    private func put(
        _ rows: [(number: Int, entry: StopEntry)], counting report: inout StopListImportReport,
        in transaction: any StoreTransaction
    ) throws {
        var added: [ContactPointID: Int] = [:]
        var isThere: [ContactPointID: Bool] = [:]
        for (number, entry) in rows {
            let id = entry.contactPoint
            let exists = try isThere[id] ?? (transaction.contactPoint(id) != nil)
            isThere[id] = exists
            guard exists else {
                report.refuse(number, "there is no contact point \"\(id)\" any more.")
                continue
            }
            switch try stopList.takeOver(entry, in: transaction) {
            case .added:
                report.added += 1
                added[id, default: 0] += 1
            case .already: report.already += 1
            case .outdated: report.outdated += 1
            }
        }
        for (id, count) in added.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try transaction.append(
                Event(.stopListImported, at: surroundings.clock.now, contactPoint: id, value: String(count)))
        }
    }

    /// What has been stored stays, and the audit log says how much that was.
    func brokenOff(by error: any Error) async -> any Error {
        guard hasBegun else { return error }
        try? await store.write { [self] in try audit("import", report.summary + "; broken off", in: $0) }
        if error is Refusal { return error }
        return Refusal(
            .unavailable, "import-broken-off",
            "The import broke off; what is on the list by now stays there: \(report.summary). Import the same file again."
        )
    }

    private func audit(_ action: String, _ after: String?, in transaction: any StoreTransaction) throws {
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: line.imported.by, action: "stop-list.\(action)",
                subject: scope.subject, after: after))
    }
}
