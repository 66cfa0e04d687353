import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { badge } from "../parts/badge.js";
import { button } from "../parts/button.js";
import { time } from "../parts/time.js";
import { showAttempts } from "./attempts.js";

/// What has become of a message, in words for people. The reason is the gateway's own sentence.
const words = {
    received: ["Received", "plain"],
    waiting: ["Waiting its turn", "plain"],
    queued: ["Waiting to be sent", "plain"],
    held: ["On hold", "minded"],
    sending: ["Being sent", "plain"],
    unknown: ["Not known yet whether it arrived", "minded"],
    sent: ["Sent", "plain"],
    delivered: ["Delivered", "good"],
    read: ["Read", "good"],
    refused: ["Not sent", "bad"],
    failed: ["Not delivered", "bad"],
    expired: ["Not sent in time", "bad"],
    canceled: ["Taken back", "unknown"],
};

export function statusBadge(status) {
    const [word, tone] = words[status] ?? [status, "unknown"];
    return badge(word, tone);
}

export function statusWord(status) { return words[status]?.[0] ?? status; }

const ended = ["failed", "refused", "expired", "canceled"];

/// The line below a message of ours: its state, why, and what can be done about it.
///
/// - `mayAct`: whether this person may send here. `sendAgain(message)` sends it as a new message, `changed(message)` takes
///   what the gateway answers.
export function deliveryLine(message, { mayAct, complaint, sendAgain, changed }) {
    const { status, statusReason: reason, notBefore } = message;
    const line = element("p", { class: "delivery" }, statusBadge(status), " ");
    if (notBefore) line.append("It leaves at ", time(notBefore), ", when the sending window opens. ");
    else if (reason && !["sent", "delivered", "read"].includes(status)) line.append(`${reason.explanation} `);
    if (reason?.platformCode && ended.includes(status)) line.append(element("span", { class: "faint" }, `(code ${reason.platformCode}) `));
    if (reason || ended.includes(status)) line.append(button("Details", () => showAttempts(message.id), { kind: "link", complaint }));
    if (!mayAct) return line;
    const act = (label, work) => button(label, work, { kind: "link", complaint });
    if (ended.includes(status)) line.append(act("Send again", () => sendAgain(message)));
    // What waits for its connection leaves by itself; anything else that is on hold waits for a person.
    if (status === "held" && reason?.code !== "needsReconnect") {
        line.append(
            act("Send again, though it may arrive twice", async () => changed(await api.post(path`/messages/${message.id}/resolve`, { sendAgain: true }))),
            " ",
            act("Give it up", async () => changed(await api.post(path`/messages/${message.id}/resolve`, { sendAgain: false }))));
    }
    if (["queued", "held"].includes(status) && ["reply", "start", "notification"].includes(message.purpose)) {
        line.append(" ", act("Take back", async () => changed(await api.post(path`/messages/${message.id}/cancel`))));
    }
    return line;
}
