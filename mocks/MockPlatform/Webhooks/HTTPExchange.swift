private import HTTPTypes
internal import NIOCore
internal import NIOHTTP1

/// A request on its way and the promise of its answer.
struct HTTPExchange: Sendable {
    struct Answer: Sendable {
        let response: MockResponse
        let keepsAlive: Bool
    }

    enum Failure: Error {
        case timedOut
        case closed
    }

    let head: HTTPRequestHead
    let body: [UInt8]
    let timeout: Duration
    let answered: EventLoopPromise<Answer>
}

/// Carries one exchange at a time over one connection.
final class HTTPExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = HTTPExchange
    typealias OutboundOut = HTTPClientRequestPart

    private var current: (answered: EventLoopPromise<HTTPExchange.Answer>, deadline: Scheduled<Void>)?
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let exchange = unwrapOutboundIn(data)
        guard context.channel.isActive else {
            promise?.fail(HTTPExchange.Failure.closed)
            return
        }
        let loopBound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let deadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(exchange.timeout)) {
            self.fail(HTTPExchange.Failure.timedOut)
            loopBound.value.close(promise: nil)
        }
        current = (exchange.answered, deadline)
        context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
        if !exchange.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: exchange.body)))), promise: nil)
        }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let buffer):
            body += buffer.readableBytesView
        case .end:
            guard let head, let finished = current else { return }
            current = nil
            finished.deadline.cancel()
            var headers = HTTPFields()
            for (name, value) in head.headers {
                if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
            }
            let response = MockResponse(
                status: .init(code: Int(head.status.code)), headers: headers, body: body)
            finished.answered.succeed(.init(response: response, keepsAlive: head.isKeepAlive))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(HTTPExchange.Failure.closed)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    private func fail(_ error: any Error) {
        guard let failed = current else { return }
        current = nil
        failed.deadline.cancel()
        failed.answered.fail(error)
    }
}
