import Gateway
import GatewayModel
import Testing

/// One way in which a message comes to the point of leaving, with a STOP on that way.
struct GatePath: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Calls `stop` when the customer is to be stopped; whatever follows must not let anything out.
    let walk: @Sendable (TestGateway, _ stop: @escaping @Sendable () async throws -> Void) async throws -> Void

    init(
        _ description: String,
        _ walk: @escaping @Sendable (TestGateway, @escaping @Sendable () async throws -> Void) async throws -> Void
    ) {
        testDescription = description
        self.walk = walk
    }

    static let all = [
        GatePath("a reply that waits") { gateway, stop in
            try await gateway.customerWrites("Hello")
            try await gateway.reply("reply")
            try await stop()
        },
        GatePath("a start that waits") { gateway, stop in
            try await gateway.start("start")
            try await stop()
        },
        GatePath("a notification that waits") { gateway, stop in
            try await gateway.notify("notification")
            try await stop()
        },
        GatePath("the answer to HELP") { gateway, stop in
            try await gateway.customerWrites("HELP")
            try await stop()
        },
        GatePath("a retry after back-off") { gateway, stop in
            gateway.platform.answer(.status(503))
            try await gateway.start("retried")
            try await gateway.drain()
            try await stop()
        },
        GatePath("a retry after a hint") { gateway, stop in
            gateway.platform.answer(.status(429, retryAfter: 5))
            try await gateway.notify("retried")
            try await gateway.drain()
            try await stop()
        },
        GatePath("a retry, stopped while the first try is on the wire") { gateway, stop in
            gateway.platform.answer(.notConnected.meanwhile(stop))
            try await gateway.start("retried")
            try await gateway.drain()
        },
        GatePath("a second sending after an unknown outcome") { gateway, stop in
            gateway.platform.answer(.cutOff)
            try await gateway.start("unknown")
            try await gateway.drain()
            try await stop()
        },
        GatePath("an unknown outcome, stopped while it was on the wire") { gateway, stop in
            gateway.platform.answer(.cutOff.meanwhile(stop))
            try await gateway.start("unknown")
            try await gateway.drain()
        },
        GatePath("the second part, stopped while the first is on the wire") { gateway, stop in
            gateway.platform.answer(.accepted("A1").meanwhile(stop))
            try await gateway.start("first|second")
            try await gateway.drain()
        },
        GatePath("the second part, waiting for the pace") { gateway, stop in
            try await gateway.setPace(Pacing(unitsPerSecond: 1))
            try await gateway.start("first|second|third")
            try await gateway.drain()
            try await stop()
        },
        GatePath("a backlog") { gateway, stop in
            for number in 0..<20 { try await gateway.notify("backlog \(number)") }
            for number in 0..<20 { try await gateway.start("backlog \(number)") }
            try await stop()
        },
        GatePath("a backlog behind one on the wire") { gateway, stop in
            for number in 0..<5 { try await gateway.start("backlog \(number)") }
            gateway.platform.answer(.accepted("A1").meanwhile(stop))
            try await gateway.drain()
        },
        GatePath("what is held for a reconnect") { gateway, stop in
            gateway.platform.answer(.status(401))
            try await gateway.start("held")
            try await gateway.notify("held too")
            try await gateway.drain()
            try await stop()
            try await gateway.update(secret: "the new secret")
        },
        GatePath("what a person decides to send again") { gateway, stop in
            try await gateway.setUnprovenSends(.hold)
            gateway.platform.answer(.cutOff)
            let message = try await gateway.start("held for a person").message
            try await gateway.drain()
            try await gateway.wait(.seconds(60))
            try await stop()
            _ = try? await gateway.settle(message, sendAgain: true)
        },
        GatePath("what a person decided to send again just before") { gateway, stop in
            try await gateway.setUnprovenSends(.hold)
            gateway.platform.answer(.cutOff)
            let message = try await gateway.start("held for a person").message
            try await gateway.drain()
            try await gateway.wait(.seconds(60))
            _ = try await gateway.settle(message, sendAgain: true)
            try await stop()
        },
        GatePath("what a dead process held") { gateway, stop in
            try await gateway.start("leased")
            _ = try await gateway.departWithoutSending()
            try await stop()
            try await gateway.parts.worker.takeBack(everything: true)
        },
        GatePath("a report that proves the first part") { gateway, stop in
            gateway.platform.answer(.cutOff)
            try await gateway.start("first|second")
            try await gateway.drain()
            try await stop()
            try await gateway.report(.delivered, on: gateway.platform.sends.first, platformID: "A1")
        },
    ]
}
