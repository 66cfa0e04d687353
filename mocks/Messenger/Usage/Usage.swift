internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockMeta {
    /// Shows these percentages in the usage headers, and refuses calls from 100 on; `nil` counts again.
    public func showUsage(app: String, percent: Int?) {
        state.withLock { $0.apps[app]?.usage.percent = percent }
    }

    /// The same for a page's use of Messenger.
    public func showUsage(page: String, percent: Int?) {
        state.withLock { $0.pages[page]?.usage.percent = percent }
    }

    /// Counts a call, also one that is refused for it: calling on makes the block longer.
    func count(_ request: GraphRequest) throws(GraphError) {
        let now = clock.now
        try locked { state throws(GraphError) in
            guard let token = request.token.flatMap({ state.token($0) }) else { return }
            let limits = state.configuration.usageLimits
            state.apps[token.app]?.usage.count(at: now)
            if let page = token.page {
                state.pages[page]?.usage.count(at: now)
                if (state.pages[page]?.usage.percent(of: limits.page, at: now) ?? 0) >= 100 { throw .table(80_006) }
            }
            if (state.apps[token.app]?.usage.percent(of: limits.app, at: now) ?? 0) >= 100 { throw .table(4) }
        }
    }

    /// What each reply tells of the use of the app and the page.
    func usageHeaders(_ request: GraphRequest?) -> HTTPFields {
        let now = clock.now
        let (app, page, used) = state.withLock { state -> (Int?, String?, Int) in
            guard let token = request?.token.flatMap({ state.token($0) }) else { return (nil, nil, 0) }
            let limits = state.configuration.usageLimits
            let app = state.apps[token.app]?.usage.percent(of: limits.app, at: now)
            guard let page = token.page else { return (app, nil, 0) }
            return (app, page, state.pages[page]?.usage.percent(of: limits.page, at: now) ?? 0)
        }
        guard let app else { return [:] }
        var headers: HTTPFields = [
            .init("X-App-Usage")!: text([
                "call_count": .integer(app), "total_time": .integer(app), "total_cputime": .integer(app),
            ])
        ]
        guard let page else { return headers }
        let reading: JSON = [
            "type": "messenger", "call_count": .integer(used), "total_cputime": .integer(used),
            "total_time": .integer(used), "estimated_time_to_regain_access": .integer(used >= 100 ? 60 : 0),
        ]
        headers[.init("X-Business-Use-Case-Usage")!] = text([page: [reading]])
        return headers
    }

    private func text(_ json: JSON) -> String {
        String(decoding: json.bytes, as: UTF8.self)
    }
}
