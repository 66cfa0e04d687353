import Gateway
import GatewayModel
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// A long document on its way to whoever asked for it.
struct Download: Sendable {
    static let csv = "text/csv"
    /// A JSON document on each line. Source: "JSON Lines", jsonlines.org.
    static let jsonLines = "application/jsonl"

    private let fileName: String
    private let contentType: String
    private let document: LongDocument

    /// - Parameter name: what it is a list of; the day is added.
    init(_ name: String, at now: Timestamp, _ document: CSVDocument) {
        fileName = "\(name)-\(TimeText.of(now).prefix(10)).csv"
        contentType = "\(Self.csv); charset=utf-8; header=present"
        self.document = document.pages
    }

    init(_ name: String, at now: Timestamp, jsonLines: LongDocument) {
        fileName = "\(name)-\(TimeText.of(now).prefix(10)).jsonl"
        contentType = Self.jsonLines
        document = jsonLines
    }

    /// - Parameter permitted: asked before each page, so that a key that ends, ends the download.
    func response(
        from store: any Store, permitted: @escaping @Sendable (any StoreTransaction) throws -> Void, logger: Logger
    ) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: contentType, .cacheControl: "no-store",
                .contentDisposition: ContentDisposition.text("attachment", name: fileName),
                .xContentTypeOptions: "nosniff", .init("X-Accel-Buffering")!: "no",
            ],
            body: ResponseBody { writer in
                do {
                    try await document.write(from: store, permitted: permitted) { bytes in
                        try await writer.write(ByteBuffer(bytes: bytes))
                    }
                } catch {
                    // The connection is closed without the last chunk: the other side sees that this is not all.
                    logger.info("download broke off", metadata: ["file": "\(fileName)", "reason": "\(error)"])
                    throw error
                }
                try await writer.finish(nil)
            })
    }
}

extension Operation.Answer {
    /// A CSV document with these columns.
    static func csv(_ columns: [String]) -> Self {
        Self(
            status: 200, schema: .string(), type: Download.csv,
            description:
                "RFC 4180, in UTF-8; the first line names the columns: \(columns.joined(separator: ", ")). A body that ends without its last chunk is not whole."
        )
    }
}
