import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { badge } from "../parts/badge.js";
import { button } from "../parts/button.js";
import { confirm } from "../parts/dialog.js";
import { showFaults } from "../parts/faults.js";
import { textArea } from "../parts/fields.js";
import { Complaint } from "../parts/notice.js";

const most = 50;

const outcomes = {
    added: ["Added", "good"], already: ["Was on the list already", "plain"], removed: ["Removed", "good"],
    notListed: ["Is not on the list", "plain"], duplicate: ["Given twice", "plain"], invalid: ["Not taken", "bad"],
};

/// Adds and removes several at once, and says of each what became of it.
///
/// - `changed`: called after each change.
export function stopListChange(contactPoint, changed) {
    const base = path`/contact-points/${contactPoint.id}/stop-list`;
    const field = textArea({
        name: "addresses", label: "Numbers", rows: 3,
        help: `With commas between them, up to ${most} at once. They may be written as in the contact point's region, `
            + `${contactPoint.region}.`,
    });
    const complaint = new Complaint();
    const count = element("span", { class: "faint" });
    const results = element("div", { role: "status" });
    const given = () => field.value.split(/[,;\n]/).map((text) => text.trim()).filter((text) => text !== "");
    field.control.addEventListener("input", () => {
        const many = given().length;
        count.textContent = many === 0 ? "" : `${many} of at most ${most}`;
    });

    async function change(address, addresses) {
        if (addresses.length === 0) {
            field.complain("Give at least one number.");
            field.focus();
            return;
        }
        results.replaceChildren();
        field.complain(null);
        try {
            const answer = await api.post(address, { addresses });
            results.replaceChildren(...told(answer));
            // What was not taken stays, to be put right.
            field.value = answer.results.filter((one) => one.outcome === "invalid").map((one) => one.input).join(", ");
            count.textContent = "";
            await changed();
        } catch (error) {
            showFaults(error, [field]);
            throw error;
        }
    }

    return element("section", { class: "card" },
        element("h2", null, "Add or remove"),
        field.element, count, complaint.element,
        element("div", { class: "actions" },
            button("Add to stop list", () => change(base, given()), { kind: "primary", complaint }),
            button("Remove from stop list…", async () => {
                const addresses = given();
                if (addresses.length === 0 || await mayRemove(addresses)) await change(`${base}/remove`, addresses);
            }, { complaint })),
        results);
}

/// Asked before anybody is written to again.
export function mayRemove(addresses) {
    const who = addresses.length === 1 ? addresses[0] : `${addresses.length} numbers`;
    return confirm(`Remove ${who} from the stop list?`,
        "They can be written to again. That does not lift a carrier's own block: only the customer can, by texting START to "
        + "the number. What is removed is told with the numbers where such a block may stand.", "Remove", { kind: "danger" });
}

/// What became of each, and what whoever took some off must know.
export function told({ results, warning }) {
    return [
        warning && element("p", { class: "warning-box" }, element("strong", null, "Carrier block: "), warning),
        element("ul", { role: "list", class: "stop-results" }, results.map((one) => {
            const [words, tone] = outcomes[one.outcome] ?? [one.outcome, "plain"];
            const isOther = one.address && one.address !== one.input;
            return element("li", null,
                badge(words, tone), element("strong", null, one.input),
                isOther && element("span", { class: "faint" }, one.address),
                one.reason && element("span", null, one.reason), one.warning && element("span", null, one.warning),
                one.mayBeBlockedAt && element("span", null, `A carrier may still block ${one.mayBeBlockedAt.join(", ")}.`));
        })),
    ].filter(Boolean);
}
