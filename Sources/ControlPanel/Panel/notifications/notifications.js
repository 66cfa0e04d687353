import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { router } from "../frame/router.js";
import { choiceField } from "../parts/fields.js";
import { PagedTable, pages } from "../parts/table.js";
import { time } from "../parts/time.js";
import { contactPoints, nameOf, people, platforms, rightsAt } from "../inbox/facts.js";
import { NotificationForm } from "./compose.js";

/// Messages to many: a new one, and those that were sent.
export async function show({ query, signal }) {
    const points = await contactPoints();
    const rights = await Promise.all(points.map((point) => rightsAt(point.id)));
    const sendable = points.filter((_, place) => rights[place].sendNotification);
    const seen = points.filter((_, place) => rights[place].sendNotification || rights[place].read);
    const form = sendable.length > 0 ? new NotificationForm(sendable, { signal }) : null;
    await form?.ready;
    return element("div", null,
        element("div", { class: "heading" }, element("h1", null, "Notifications")),
        element("p", { class: "faint" }, "A notification goes to one or many. It makes no conversation until somebody replies."),
        form?.element ?? element("p", { class: "warning-box" },
            "You cannot send notifications: none of your roles may send them from any contact point. An administrator can change that in a contact point’s outbound roles."),
        seen.length > 0 ? await earlier(seen, query) : null);
}

async function earlier(points, query) {
    const [names, known] = await Promise.all([people(), platforms()]);
    const choice = choiceField({
        name: "of", label: "Of the contact point", value: query.get("contactPoint") ?? points[0].id,
        choices: points.map((point) => ({ value: point.id, label: point.label })),
    });
    if (!choice.value) choice.value = points[0].id;
    const list = new PagedTable({
        caption: "Earlier notifications", empty: "No notification was sent from this contact point yet.",
        read: (cursor) => pages(path`/contact-points/${choice.value}/notifications`)(cursor),
        columns: [
            { label: "Text", isMain: true, cell: (one) => element("a", { href: `/panel/notifications/${one.id}` }, excerpt(one)) },
            { label: "When", cell: (one) => time(one.createdAt) },
            { label: "By", cell: (one) => nameOf(one.author, names) },
            { label: "Platform", cell: (one) => known.get(one.platform)?.label ?? one.platform },
            { label: "Recipients", isNumber: true, cell: (one) => one.recipients.toLocaleString() },
        ],
    });
    choice.control.addEventListener("change", () => {
        router.note(`/notifications?contactPoint=${encodeURIComponent(choice.value)}`);
        list.load();
    });
    await list.load();
    return element("section", { "aria-labelledby": "earlier-title" }, element("h2", { id: "earlier-title" }, "Earlier notifications"), choice.element, list.element);
}

function excerpt({ text, media }) {
    if (!text) return media.length === 1 ? "A file" : `${media.length} files`;
    return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
