import Foundation
import GatewayModel
import Hummingbird

/// `POST /test/clock` turns the clock, and `GET` reads it. No part of the API: it is there for tests only, where the
/// setting `test.clock` has made a clock that can be turned.
struct TestClockRoutes {
    private static let most: Int64 = 10 * 365 * 24 * 3600

    let clock: TurnableClock

    func add(to router: Router<some RequestContext>) {
        router.get("test/clock") { _, _ in try reading() }
        router.post("test/clock") { request, _ in
            let body = try await request.body.collect(upTo: 1024)
            guard let turn = try? JSONDecoder().decode(Turn.self, from: Data(body.readableBytesView)),
                (-Self.most...Self.most).contains(turn.seconds)
            else { return Response(status: .unprocessableContent) }
            clock.turn(by: .seconds(turn.seconds))
            return try reading()
        }
    }

    /// Forward, or back where it is negative.
    private struct Turn: Decodable {
        let seconds: Int64
    }

    private func reading() throws -> Response {
        let body = try JSONEncoder().encode(["milliseconds": clock.now.milliseconds])
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
