import Gateway
import Hummingbird
import Logging

/// Lets in only whoever calls from a network of ours, whatever they can show.
struct AddressRule<Context: RequestContext>: RouterMiddleware {
    let clients: ClientAddress
    let isAllowed: @Sendable (String) -> Bool

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let client = clients.of(request, context)
        guard client.map(isAllowed) == true else {
            context.logger.notice("an address is not allowed", metadata: ["client": "\(client ?? "unknown")"])
            throw Refusal(
                .forbidden(subject: "api"), "address-not-allowed",
                "The API is not open to the address that this request comes from, \(client ?? "which is not known").")
        }
        return try await next(request, context)
    }
}
