import GatewayModel
import HTTPTypes

/// The OpenAPI 3.1 document, made from the operations that are served.
struct OpenAPIDocument {
    let operations: [Operation]
    /// The cookie of people who have logged in.
    let sessionCookie: String

    var json: JSON {
        .object([
            "openapi": "3.1.0",
            "info": .object([
                "title": "Gatehouse", "version": "1",
                "description":
                    "A self-hosted messaging connector gateway. Errors are RFC 9457 problems. Operations with the parameter Idempotency-Key can be repeated without harm.",
            ]),
            "servers": .array([.object(["url": "/"])]),
            "security": .array([.object(["apiKey": .array([])]), .object(["session": .array([])])]),
            "paths": .object(paths),
            "webhooks": .object(EventCatalogue.webhooks),
            "components": .object([
                "schemas": .object(schemas.mapValues(\.json)),
                "securitySchemes": .object([
                    "apiKey": .object(["type": "http", "scheme": "bearer", "description": "An API key."]),
                    "session": .object([
                        "type": "apiKey", "in": "cookie", "name": .string(sessionCookie),
                        "description":
                            "The session of a person: POST /v1/session. It counts for the panel's own pages: a request that changes something must say so by Sec-Fetch-Site or Origin, as browsers do.",
                    ]),
                ]),
            ]),
        ])
    }

    private var paths: [String: JSON] {
        Dictionary(grouping: operations, by: \.path).mapValues { operations in
            .object(
                Dictionary(uniqueKeysWithValues: operations.map { ($0.method.rawValue.lowercased(), describe($0)) }))
        }
    }

    private var schemas: [String: Schema] {
        operations.reduce(into: Problem.schema.named) { all, operation in
            for schema in [operation.request, operation.answer.schema].compactMap({ $0 }) {
                all.merge(schema.named) { first, _ in first }
            }
        }
    }

    private func describe(_ operation: Operation) -> JSON {
        var fields: [String: JSON] = [
            "summary": .string(operation.summary),
            "tags": .array([.string(operation.tag)]),
            "operationId": .string(operationID(operation)),
            "x-permission-level": .string(operation.level?.rawValue ?? "none"),
            "parameters": .array(parameters(operation)),
            "responses": .object(responses(operation)),
        ]
        var content: [String: JSON] = [:]
        if let request = operation.request { content["application/json"] = .object(["schema": request.json]) }
        // OpenAPI 3.1: bytes as they are have no schema.
        if operation.mostRawBytes != nil { content[operation.rawType] = .object([:]) }
        if !content.isEmpty { fields["requestBody"] = .object(["required": true, "content": .object(content)]) }
        if operation.level == nil {
            fields["security"] = .array([])
        } else if operation.audience != .all {
            fields["security"] = .array([.object(["session": .array([])])])
        }
        return .object(fields)
    }

    /// `post /v1/contact-points/{id}/conversations` is `postContactPointsConversations`.
    private func operationID(_ operation: Operation) -> String {
        let words = operation.path.split(whereSeparator: { "/-.".contains($0) })
            .filter { $0 != "v1" }
            .map { $0.hasPrefix("{") ? "By" + capitalized($0.dropFirst().dropLast()) : capitalized($0) }
        return operation.method.rawValue.lowercased() + words.joined()
    }

    private func capitalized(_ word: Substring) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }

    private func parameters(_ operation: Operation) -> [JSON] {
        var parameters: [JSON] = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { name in
            .object([
                "name": .string(String(name.dropFirst().dropLast())), "in": "path", "required": true,
                "schema": .object(["type": "string"]),
            ])
        }
        parameters += operation.query.map { parameter in
            .object([
                "name": .string(parameter.name), "in": "query", "description": .string(parameter.description),
                "schema": parameter.schema.json,
            ])
        }
        if operation.takesIdempotencyKey {
            parameters.append(
                .object([
                    "name": "Idempotency-Key", "in": "header",
                    "description":
                        "Up to 255 characters. For 24 hours the same key with the same body, and the same query, gets the same answer, and nothing is made twice; with another body it is refused with 422.",
                    "schema": .object(["type": "string"]),
                ]))
        }
        if operation.isTagged, operation.method != .get {
            parameters.append(
                .object([
                    "name": "If-Match", "in": "header",
                    "description":
                        "The ETag of the document that is to be changed: where it is another meanwhile, the request is refused with 412.",
                    "schema": .object(["type": "string"]),
                ]))
        }
        return parameters
    }

    private func responses(_ operation: Operation) -> [String: JSON] {
        var answer: JSON =
            operation.answer.schema.map { schema in
                var content: [String: JSON] = [operation.answer.type: .object(["schema": schema.json])]
                if operation.stream != nil {
                    content["text/event-stream"] = .object(["schema": .object(["type": "string"])])
                }
                return .object(["description": .string(operation.answer.description), "content": .object(content)])
            } ?? .object(["description": .string(operation.answer.description)])
        if operation.isTagged, case .object(var fields) = answer {
            fields["headers"] = .object(["ETag": .object(["schema": .object(["type": "string"])])])
            answer = .object(fields)
        }
        var responses = [String(operation.answer.status): answer]
        if let other = operation.answer.otherStatus { responses[String(other)] = answer }
        let problem: JSON = .object([
            "description": "A problem.",
            "content": .object(["application/problem+json": .object(["schema": Problem.schema.json])]),
        ])
        let common = [400, 401, 403, 404, 422, 429, 503] + (operation.hasBody ? [409, 413, 415] : [])
        let erased = operation.takesIdempotencyKey ? [410] : []
        let changed = operation.isTagged && operation.method != .get ? [412] : []
        for status in common + erased + changed + operation.refusals { responses[String(status)] = problem }
        responses["default"] = problem
        return responses
    }
}
