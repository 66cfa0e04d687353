import Gateway
import Hummingbird
import Logging
import NIOCore

/// Turns whatever is thrown into a problem document. What nobody expected is logged and told as little as possible.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refusal as Refusal {
            return Problem(refusal).response()
        } catch is NIOTooManyBytesError {
            return Problem(Refusal(.tooLarge, "too-large", "The body is larger than this address takes.")).response()
        } catch let error as HTTPError {
            return Problem(refusal(for: error)).response()
        } catch {
            context.logger.error("request failed", metadata: ["error": "\(error)"])
            return Problem(
                Refusal(.unavailable, "unavailable", "The gateway cannot do this just now; nothing was changed.")
            ).response()
        }
    }

    private func refusal(for error: HTTPError) -> Refusal {
        switch error.status {
        case .contentTooLarge: Refusal(.tooLarge, "too-large", "The body is larger than this address takes.")
        case .notFound: Refusal(.notFound, "not-found", "There is nothing at this address.")
        default: Refusal(.malformed, "malformed", "The request cannot be read.")
        }
    }
}
