import Gateway
import GatewayModel
import Testing

@Suite("Conversations born of a notification")
struct NotificationAnswerTests {
    @Test("The first conversation carries the notification, the next does not")
    func firstOnly() async throws {
        let gateway = try await TestGateway.make()
        let notification = try await gateway.notify("Your parcel is here")
        #expect(notification.conversation == nil)
        try await gateway.drain()
        try await gateway.customerWrites("Thanks")
        let first = try #require(try await gateway.openConversation())
        #expect(first.answersNotification == notification.id)
        #expect(first.state == .new)

        try await gateway.close(first.id)
        try await gateway.customerWrites("One more thing")
        let second = try #require(try await gateway.openConversation())
        #expect(second.id != first.id)
        #expect(second.answersNotification == nil)
    }

    @Test("The latest of several is answered")
    func latest() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.notify("One")
        let two = try await gateway.notify("Two")
        try await gateway.notify("To somebody else", to: "+4999")
        try await gateway.notify("From elsewhere", at: TestGateway.service)
        try await gateway.drain()
        try await gateway.customerWrites("Thanks")
        #expect(try await gateway.openConversation()?.answersNotification == two.id)
    }

    @Test("One that never left is not answered")
    func neverLeft() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.answer(.status(400))
        try await gateway.notify("Refused by the platform")
        try await gateway.drain()
        try await gateway.customerWrites("Hello")
        #expect(try await gateway.openConversation()?.answersNotification == nil)
    }

    @Test("In an open conversation it joins the transcript, and answers nothing later")
    func inOpenConversation() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        let conversation = try #require(try await gateway.openConversation())
        let notification = try await gateway.notify("Your parcel is here")
        #expect(notification.conversation == conversation.id)
        #expect(try await gateway.openConversation()?.state == .new)
        try await gateway.drain()
        try await gateway.close(conversation.id)
        try await gateway.customerWrites("Thanks")
        #expect(try await gateway.openConversation()?.answersNotification == nil)
    }

    @Test("A start after it is no answer to it")
    func startAfterwards() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.notify("One")
        try await gateway.drain()
        #expect(try await gateway.start("Two").conversation.answersNotification == nil)
    }
}
