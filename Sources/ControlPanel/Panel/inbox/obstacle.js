import { api, path } from "../frame/api.js";
import { connectionsOf, rightsAt } from "./facts.js";
import { windowOver } from "./window-left.js";

/// Why nothing can be written in a conversation just now, as far as the API tells before one tries: a text, or `null`.
///
/// - `customer`: as the API shows it. `messages`: in their order.
export async function obstacle(conversation, { customer, messages, platform }) {
    const rights = await rightsAt(conversation.contactPoint);
    if (!rights.answer) {
        return "You may read these conversations, and not answer in them: none of your roles may answer at this contact point. "
            + "An administrator can change that.";
    }
    if (conversation.state === "closed") {
        return "This conversation is closed. A new one begins when the customer writes"
            + (rights.startConversation && platform?.mayWriteFirst ? ", or when you start one." : ".");
    }
    if (customer?.stoppedAt.includes(conversation.contactPoint)) {
        return "The customer is on the stop list of this contact point, so nothing may be sent to them. "
            + "They can lift that themselves by writing START.";
    }
    if (!await senderOf(conversation)) return "The connection that this conversation came over was removed, so there is nothing to answer from.";
    const over = windowOver(conversation.replyWindows);
    if (over) return over;
    // The platform's own words, as long as the customer has said nothing since.
    const last = messages.findLast((message) => message.direction === "inbound" || message.statusReason?.code === "replyWindowClosed");
    if (last?.direction === "outbound") return last.statusReason.explanation;
    return null;
}

/// What an answer leaves from: the connection itself, or the one that sends in its place.
export async function senderOf(conversation) {
    const connections = await connectionsOf(conversation.contactPoint);
    const own = connections.find((one) => one.id === conversation.connection);
    return connections.find((one) => one.id === own?.sending.divertsTo) ?? own ?? null;
}

/// The customer as the API knows them; `null` where it does not.
export async function customerOf(conversation, platform, { signal }) {
    if (!platform) return null;
    return api.get(path`/customers/${platform.addressKind}/${conversation.customer}`, { signal }).catch((error) => {
        if (error.name === "AbortError") throw error;
        return null;
    });
}
