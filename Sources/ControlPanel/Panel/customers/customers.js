import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { router } from "../frame/router.js";
import { badge } from "../parts/badge.js";
import { choiceField, textField } from "../parts/fields.js";
import { Complaint } from "../parts/notice.js";
import { onSubmit } from "../parts/submit.js";
import { table } from "../parts/table.js";
import { contactPointLabels, platforms } from "../inbox/facts.js";

/// Kinds of address, each once, called by the platforms that have it.
export async function addressKinds() {
    const kinds = new Map();
    for (const { addressKind, label } of (await platforms()).values()) kinds.set(addressKind, [...(kinds.get(addressKind) ?? []), label]);
    return [...kinds].map(([value, labels]) => ({ value, label: labels.join(", ") }));
}

/// Customers are found by their address, or by what another system calls them.
export async function show({ query }) {
    const [kinds, labels] = await Promise.all([addressKinds(), contactPointLabels()]);
    const found = element("div", { "aria-live": "polite" });
    const kind = choiceField({ name: "kind", label: "Platform", choices: kinds });
    const address = textField({ name: "address", label: "Address", isRequired: true, help: "A phone number with + and country code, or the id that the platform gives the customer." });
    const byAddress = search("By address", [kind, address], "Find by address", async () => {
        if (address.value.trim() === "") return address.complain("Write an address.");
        try {
            const customer = await api.get(path`/customers/${kind.value}/${address.value.trim()}`);
            await router.go(path`/customers/${customer.kind}/${customer.address}`);
        } catch (error) {
            if (error.status !== 404) throw error;
            found.replaceChildren(element("p", { class: "empty" }, "Nobody with this address has written, was written to, or is on a stop list."));
        }
    });
    const reference = textField({ name: "externalReference", label: "External reference", isRequired: true, value: query.get("externalReference") ?? "", maxlength: 200, help: "As another system set it." });
    const byReference = search("By reference", [reference], "Find by reference", async () => {
        if (reference.value.trim() === "") return reference.complain("Write a reference.");
        router.note(`/customers?externalReference=${encodeURIComponent(reference.value.trim())}`);
        const { items } = await api.get(`/customers?externalReference=${encodeURIComponent(reference.value.trim())}`);
        found.replaceChildren(customerTable(items, kinds, labels));
    });
    if (reference.value) {
        const { items } = await api.get(`/customers?externalReference=${encodeURIComponent(reference.value)}`);
        found.replaceChildren(customerTable(items, kinds, labels));
    }
    return element("div", null, element("h1", null, "Customers"),
        element("p", { class: "faint" }, "A customer is an address: everybody who has written, was written to, or is on a stop list."),
        element("div", { class: "searches" }, byAddress, byReference), found);
}

function search(title, fields, label, act) {
    const complaint = new Complaint();
    const form = element("form", { class: "card", novalidate: true }, element("h2", null, title), fields.map((field) => field.element), complaint.element,
        element("div", { class: "actions" }, element("button", { type: "submit", class: "primary" }, label)));
    onSubmit(form, { fields, complaint, act });
    return form;
}

function customerTable(items, kinds, labels) {
    return table({
        caption: "Customers that were found", items, empty: "No customer has this reference.",
        columns: [
            { label: "Address", isMain: true, cell: (one) => element("a", { href: `/panel${path`/customers/${one.kind}/${one.address}`}` }, one.address) },
            { label: "Name", cell: (one) => one.name },
            { label: "Platform", cell: (one) => kinds.find((kind) => kind.value === one.kind)?.label ?? one.kind },
            { label: "On the stop list of", cell: (one) => one.stoppedAt.map((id) => badge(labels.get(id) ?? id, "bad")) },
        ],
    });
}
