import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { mayDo } from "../frame/session.js";
import { badge } from "../parts/badge.js";
import { button } from "../parts/button.js";
import { facts } from "../parts/facts.js";
import { textField } from "../parts/fields.js";
import { Complaint, say } from "../parts/notice.js";
import { onSubmit } from "../parts/submit.js";
import { PagedTable } from "../parts/table.js";
import { time } from "../parts/time.js";
import { contactPointLabels, contactPointsWith, nameOf, people, platforms } from "../inbox/facts.js";
import { stateBadge } from "../inbox/conversation-row.js";
import { startConversation } from "../inbox/start.js";
import { addressKinds } from "./customers.js";
import { askToErase, erasureReport } from "./erasure.js";

/// One customer: what is known, their conversations with what was said, and, for administrators, export and erasure.
export async function show({ params, signal }) {
    const customer = await api.get(path`/customers/${params.kind}/${params.address}`, { signal });
    const [kinds, labels, known, starting] = await Promise.all([addressKinds(), contactPointLabels(), platforms(), contactPointsWith("startConversation")]);
    const writable = [...known.values()].find((platform) => platform.addressKind === customer.kind && platform.mayWriteFirst);
    const complaint = new Complaint();
    const body = element("div");
    const conversations = await conversationsOf(customer, labels, known);
    body.append(
        element("section", { class: "card", "aria-label": "What is known" },
            facts([
                ["Address", customer.address],
                ["Platform", kinds.find((kind) => kind.value === customer.kind)?.label ?? customer.kind],
                ["Name", customer.name ?? "The platform tells none."],
                ["Stop list", customer.stoppedAt.length === 0
                    ? "On none: messages may be sent." : ["Must not be written to from: ", customer.stoppedAt.map((id) => [badge(labels.get(id) ?? id, "bad"), " "])]],
            ]),
            referenceForm(customer),
            complaint.element,
            element("div", { class: "actions" },
                writable && starting.length > 0 && button("Start conversation …", () => startConversation({ platform: writable.id, to: customer.address }, { signal }), { complaint }),
                mayDo("administrator") && element("a", { class: "button", download: true, href: `/v1${path`/customers/${customer.kind}/${customer.address}/export`}` }, "Export everything"),
                mayDo("administrator") && button("Erase this customer …", erase, { kind: "danger", complaint }))),
        element("h2", null, "Conversations"), conversations.element);

    async function erase() {
        const report = await askToErase(customer);
        if (!report) return;
        const shown = erasureReport(report);
        body.replaceChildren(shown, element("p", null, element("a", { href: "/panel/customers" }, "To the customers")));
        shown.focus();
    }

    return {
        element: element("div", null, element("div", { class: "heading" }, element("h1", null, customer.name ?? customer.address), element("a", { href: "/panel/customers" }, "All customers")), body),
        title: customer.name ?? customer.address,
    };
}

function referenceForm(customer) {
    const complaint = new Complaint();
    const reference = textField({
        name: "externalReference", label: "External reference", value: customer.externalReference ?? "", maxlength: 200,
        help: "What another system calls this customer. Empty takes it away.",
    });
    const form = element("form", { novalidate: true }, reference.element, complaint.element, element("button", { type: "submit" }, "Save reference"));
    onSubmit(form, {
        fields: [reference], complaint,
        act: async () => {
            const saved = await api.patch(path`/customers/${customer.kind}/${customer.address}`, { externalReference: reference.value.trim() || null });
            reference.reset(saved.externalReference ?? "");
            say("Saved.");
        },
    });
    return form;
}

async function conversationsOf(customer, labels, known) {
    const names = await people();
    const its = [...known.values()].filter((platform) => platform.addressKind === customer.kind);
    const query = new URLSearchParams({ customer: customer.address });
    // Addresses of other platforms may look the same.
    if (its.length === 1) query.set("platform", its[0].id);
    const list = new PagedTable({
        caption: "Conversations", empty: "No conversation that you may read.",
        read: async (cursor) => {
            if (cursor) query.set("cursor", cursor);
            else query.delete("cursor");
            const page = await api.get(`/conversations?${query}`);
            return { ...page, items: page.items.filter((one) => known.get(one.platform)?.addressKind === customer.kind) };
        },
        columns: [
            { label: "Begun", isMain: true, cell: (one) => element("a", { href: `/panel/inbox/${one.id}` }, time(one.createdAt)) },
            { label: "Contact point", cell: (one) => labels.get(one.contactPoint) ?? one.contactPoint },
            { label: "Platform", cell: (one) => known.get(one.platform)?.label ?? one.platform },
            { label: "State", cell: (one) => stateBadge(one.state) },
            { label: "Owner", cell: (one) => (one.owner ? nameOf(one.owner, names) : "Nobody") },
            { label: "Messages", cell: (one) => said(one) },
        ],
    });
    return list.load();
}

/// What was said, read when somebody wants to see it.
function said(conversation) {
    const list = element("ol", { class: "said-list" });
    const details = element("details", null, element("summary", null, "Show"), list);
    details.addEventListener("toggle", async () => {
        if (!details.open || list.children.length > 0) return;
        try {
            const messages = await api.all(path`/conversations/${conversation.id}/messages?limit=200`, { most: 2000 });
            list.replaceChildren(...messages.map((message) => element("li", null,
                element("span", { class: "faint" }, message.direction === "inbound" ? "Customer, " : "We, ", time(message.createdAt), ": "),
                message.text ?? (message.media.length > 0 ? "a file" : "nothing"))));
        } catch (error) {
            list.replaceChildren(element("li", null, error.message));
        }
    });
    return details;
}
