import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { follow } from "../frame/live.js";
import { router } from "../frame/router.js";
import { mayDo } from "../frame/session.js";
import { button } from "../parts/button.js";
import { confirm } from "../parts/dialog.js";
import { Complaint, say } from "../parts/notice.js";
import { onceAtATime } from "../parts/redraw.js";
import { PagedTable, pages } from "../parts/table.js";
import { time } from "../parts/time.js";
import { contactPointLabels, nameOf, people, rightsAt } from "../inbox/facts.js";
import { fileList } from "../inbox/files.js";
import { notificationDraft } from "./draft.js";
import { statusBadge, statusWord } from "../inbox/delivery.js";

const waiting = ["waiting", "queued", "held"];
const unreached = ["failed", "expired"];
const unfinished = [...waiting, "sending", "unknown"];

/// One notification: what became of it, recipient by recipient, as it happens.
export async function show({ params, signal }) {
    const screen = new NotificationScreen(params.id, signal);
    await screen.load();
    return { element: screen.element, title: "Notification" };
}

class NotificationScreen {
    #state = element("div");
    #complaint = new Complaint();
    #table;
    #timer = null;
    #detail;
    #isShown = false;
    /// Something happened while it was read for the first time.
    #isDue = false;
    /// One after the other: what comes with an older answer must not stand in place of a newer one.
    #again = onceAtATime(() => this.#read());

    constructor(id, signal) {
        this.id = id;
        this.signal = signal;
        const read = pages(path`/notifications/${id}?limit=200`, { signal });
        this.#table = new PagedTable({
            caption: "Recipients", empty: "There are no recipients.",
            read: async (cursor) => {
                const detail = await read(cursor);
                if (!cursor) this.#detail = detail;
                return detail;
            },
            columns: [
                { label: "Recipient", isMain: true, cell: (one) => one.to },
                { label: "State", cell: (one) => statusBadge(one.status) },
                { label: "Why", cell: (one) => (one.notBefore ? ["Leaves at ", time(one.notBefore)] : !["sent", "delivered", "read"].includes(one.status) ? one.reason?.explanation : null) },
                { label: "Since", cell: (one) => (one.statusAt ? time(one.statusAt) : null) },
            ],
        });
        follow((event) => { if (event.data?.message?.notification === id) this.#soon(300); }, { signal, missed: () => this.#soon(0) });
        signal.addEventListener("abort", () => clearTimeout(this.#timer));
    }

    async load() {
        await this.#table.load();
        const { notification } = this.#detail;
        const [labels, names, rights] = await Promise.all([contactPointLabels(), people(), rightsAt(notification.contactPoint)]);
        this.mayWrite = rights.sendNotification;
        this.mayCancel = rights.sendNotification || mayDo("administrator");
        this.#draw();
        this.element = element("div", null,
            element("div", { class: "heading" }, element("h1", null, "Notification"), element("a", { href: "/panel/notifications" }, "All notifications")),
            element("section", { class: "card", "aria-label": "What was sent" },
                notification.text && element("p", { class: "preview-text" }, notification.text), fileList(notification.media),
                element("p", { class: "faint" }, `${labels.get(notification.contactPoint) ?? notification.contactPoint} · ${nameOf(notification.author, names)} · `,
                    time(notification.createdAt), ` · ${notification.recipients.toLocaleString()} given`)),
            this.#complaint.element, this.#state,
            element("h2", null, "Recipients"), this.#table.element);
        this.#isShown = true;
        if (this.#isDue) this.#soon(0);
        else this.#wait();
    }

    /// Looks again in a moment: many events are one look.
    #soon(delay) {
        if (this.signal.aborted) return;
        this.#isDue = !this.#isShown;
        if (this.#isDue) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#again(), delay);
    }

    async #read() {
        try {
            // Who has read further down stays there.
            if (this.#table.items.length <= 200) await this.#table.load();
            else this.#detail = await api.get(path`/notifications/${this.id}` + "?limit=1", { signal: this.signal });
            this.#draw();
            this.#complaint.clear();
        } catch (error) {
            this.#complaint.show(error);
        }
        this.#wait();
    }

    /// Not everybody who sends hears of what became of it: while something is under way, it is looked at now and then.
    #wait() { if (unfinished.some((status) => this.#detail.counts[status])) this.#soon(5000); }

    #draw() {
        const { counts, notification } = this.#detail;
        const left = waiting.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
        const failed = unreached.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
        const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
        const done = all - unfinished.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
        const hadFocus = this.#state.contains(document.activeElement);
        this.#state.replaceChildren(...[
            element("p", null, element("progress", { max: Math.max(all, 1), value: done, "aria-label": "Progress" }), ` ${done.toLocaleString()} of ${all.toLocaleString()} have left or ended`),
            element("ul", { class: "counts", "aria-label": "By state" }, Object.entries(counts).map(([status, count]) =>
                element("li", { title: statusWord(status) }, statusBadge(status), ` ${count.toLocaleString()}`))),
            notification.canceledAt && element("p", { class: "warning-box" }, "It was taken back at ", time(notification.canceledAt), "."),
            this.mayCancel && left > 0 && !notification.canceledAt && button("Take back what has not left …", () => this.#cancel(left), { kind: "danger", complaint: this.#complaint }),
            this.mayWrite && failed > 0 && button(failed === 1 ? "Write again to the one it did not reach" : `Write again to the ${failed.toLocaleString()} it did not reach`, () => this.#writeAgain(), { complaint: this.#complaint }),
        ].filter(Boolean));
        if (hadFocus) this.#state.querySelector("button")?.focus();
    }

    /// What has failed has ended. Those it did not reach are taken into a new one, to be looked at before it is sent.
    async #writeAgain() {
        const recipients = await api.all(path`/notifications/${this.id}?limit=200`);
        const { contactPoint, text } = this.#detail.notification;
        const to = recipients.filter((one) => unreached.includes(one.status)).map((one) => one.address ?? one.to);
        notificationDraft.keep({ contactPoint, text, to: to.join("\n") });
        await router.go("/notifications");
    }

    async #cancel(left) {
        await confirm("Take it back?", `${left.toLocaleString()} have not left yet. What is on its way goes on.`, "Take back", {
            kind: "danger", act: async () => {
                const count = await api.post(path`/notifications/${this.id}/cancel`);
                say(`${count.canceled} taken back. ${count.underWay} on their way, ${count.gone} had left, ${count.ended} had ended before.`);
            },
        });
        await this.#again();
    }
}
