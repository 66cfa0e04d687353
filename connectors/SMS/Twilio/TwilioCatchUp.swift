import ConnectorKit
import Foundation
import GatewayModel

extension TwilioProvider {
    /// Twilio: Message resource, list messages, by recipient and day of sending; newest first.
    ///
    /// The filter knows whole days only; the time is compared here. The webhook's key is the
    /// message's SID, and so is this one's.
    func missed(
        by connection: OpenConnection, since: Timestamp, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [PlatformEvent] {
        do throws(TwilioTrouble) {
            let reader = try TwilioReader(connection.app, over: transport)
            var events: [PlatformEvent] = []
            let query = FormBody.encode([
                (name: "To", value: connection.address.value),
                (name: "DateSent>", value: TwilioDate.day(since)), (name: "PageSize", value: "200"),
            ])
            let list = try await reader.all(
                TwilioInboundList.self, reader.account.messagesURL + "?" + String(decoding: query, as: UTF8.self))
            var seen: Set<String> = []
            for message in list.reversed() where message.direction == "inbound" && seen.insert(message.sid).inserted {
                guard let sentAt = message.sentAt else {
                    throw .noAnswer("Twilio lists a message without a time.")
                }
                guard sentAt >= since else { continue }
                events.append(try await Self.event(message, sentAt, for: connection.address, reader))
            }
            return events
        } catch {
            throw PlatformRefusal(error.explanation)
        }
    }

    private static func event(
        _ message: TwilioInboundList.Message, _ sentAt: Timestamp, for address: Address, _ reader: TwilioReader
    ) async throws(TwilioTrouble) -> PlatformEvent {
        guard let from = message.from, !message.sid.isEmpty, message.sid.utf8.allSatisfy(TwilioAccount.isLetterOrDigit)
        else { throw .noAnswer("Twilio lists a message without a sender or a SID.") }
        var details = ["DateSent": message.dateSent ?? message.dateCreated ?? ""]
        var media: [RemoteMedia] = []
        if let count = message.numMedia, Int(count) ?? 0 > 0 {
            if let listed = try await Self.media(of: message.sid, reader) {
                media = listed
            } else {
                details["MediaNotListed"] = count
            }
        }
        let text = message.body.flatMap { $0.isEmpty && !media.isEmpty ? nil : $0 }
        return PlatformEvent(
            key: EventKey(id: message.sid), address: address,
            content: .message(
                InboundMessage(
                    from: PhoneAddress.carried(from), text: text, media: media,
                    carrierAnswer: TwilioKeywords.answer(to: text, at: address), sentAt: sentAt, details: details)))
    }

    /// `nil` where Twilio does not tell, asked three times while it tells everything else: one message's files must
    /// not keep back what others have written, a STOP perhaps.
    private static func media(
        of sid: String, _ reader: TwilioReader
    ) async throws(TwilioTrouble) -> [RemoteMedia]? {
        let url = reader.account.messageURL(sid)
        for _ in 0..<3 {
            do throws(TwilioTrouble) {
                return try await reader.all(TwilioMediaList.self, url + "/Media.json").filter {
                    !$0.sid.isEmpty && $0.sid.utf8.allSatisfy(TwilioAccount.isLetterOrDigit)
                }.map { item in
                    RemoteMedia(
                        url: "\(url)/Media/\(item.sid)", contentType: item.contentType ?? "application/octet-stream")
                }
            } catch {
                switch error {
                case .refused: throw error
                case .missing: return []
                case .noAnswer: continue
                }
            }
        }
        _ = try await reader.accountState()
        return nil
    }
}

/// A page of the account's messages.
private struct TwilioInboundList: TwilioList {
    let items: [Message]
    let nextPage: String?

    enum CodingKeys: String, CodingKey {
        case items = "messages"
        case nextPage = "next_page_uri"
    }

    struct Message: Decodable {
        let sid: String
        let direction: String?
        let from: String?
        let body: String?
        let numMedia: String?
        let dateSent: String?
        let dateCreated: String?

        enum CodingKeys: String, CodingKey {
            case sid, direction, from, body
            case numMedia = "num_media"
            case dateSent = "date_sent"
            case dateCreated = "date_created"
        }

        var sentAt: Timestamp? { (dateSent ?? dateCreated).flatMap { TwilioDate.read($0) } }
    }
}

/// Twilio: Media subresource, list.
private struct TwilioMediaList: TwilioList {
    let items: [Item]
    let nextPage: String?

    enum CodingKeys: String, CodingKey {
        case items = "media_list"
        case nextPage = "next_page_uri"
    }

    struct Item: Decodable {
        let sid: String
        let contentType: String?

        enum CodingKeys: String, CodingKey {
            case sid
            case contentType = "content_type"
        }
    }
}
