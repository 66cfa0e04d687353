private import Foundation
public import MockPlatform
private import Synchronization

extension MockMeta {
    /// The Facebook users, in the order of their ids.
    public var users: [MockFacebookUser] {
        state.withLock { Array($0.users.values) }.sorted { $0.id < $1.id }
    }

    /// Adds a user, or puts one in place of the one that is there.
    public func put(_ user: MockFacebookUser) {
        state.withLock { $0.users[user.id] = user }
    }

    /// Every session and token of the user ends, at every app.
    public func changePassword(of user: String) {
        revokeTokens(of: user, .passwordChanged)
    }

    /// Ends the tokens of a user that there are by now, for this reason.
    public func revokeTokens(of user: String, _ fault: TokenFault) {
        state.withLock { state in
            for (value, token) in state.tokens where token.user == user && token.fault == nil {
                state.tokens[value]?.fault = fault
            }
        }
    }

    /// Ends one token, for this reason.
    public func revoke(token: String, _ fault: TokenFault) {
        state.withLock { $0.tokens[token]?.fault = fault }
    }

    /// Gives a user a role on a page; without tasks, takes it away.
    public func setTasks(_ tasks: [PageTask], of user: String, for page: String) {
        state.withLock { $0.users[user]?.tasks[page] = tasks }
    }

    /// Takes a permission back without a word to the app.
    public func decline(_ permission: String, of user: String, for app: String) {
        state.withLock { state in
            let key = MetaState.Pair(user: user, app: app)
            guard state.grants[key]?.granted.remove(permission) != nil else { return }
            state.grants[key]?.declined.insert(permission)
        }
    }

    /// The user removes the app from their account: its tokens end, and it is told.
    /// - Returns: the call of the app's deauthorise address, where it has one.
    @discardableResult
    public func removeApp(_ app: String, of user: String) async -> [Delivery] {
        let known = state.withLock { state in
            for (value, token) in state.tokens where token.user == user && token.app == app {
                state.tokens[value]?.fault = .notAuthorized
            }
            return state.grants.removeValue(forKey: .init(user: user, app: app)) != nil
        }
        return known ? await callBack(.deauthorization, app: app, user: user) : []
    }

    /// The user asks the app, over Facebook, to delete what it keeps of them.
    /// - Returns: the call of the app's data deletion address, where it has one.
    @discardableResult
    public func requestDataDeletion(by user: String, from app: String) async -> [Delivery] {
        await callBack(.dataDeletion, app: app, user: user)
    }

    /// A page's token that never expires, as if the user had gone through the dialog and allowed everything.
    public func pageToken(of page: String, user: String, app: String) -> String {
        let now = clock.now
        return state.withLock { state in
            let everything = Grant.pagePermissions.union(["public_profile", "business_management"])
            state.grants[.init(user: user, app: app)] = Grant(
                granted: everything, declined: [], pages: nil, consented: now)
            let token = AccessToken(
                kind: .user, app: app, user: user, isLongLived: true, issued: now,
                expires: now + state.configuration.lifetimes.longToken.seconds)
            state.tokens[token.value] = token
            return state.pageToken(of: page, from: token, at: now).value
        }
    }
}
