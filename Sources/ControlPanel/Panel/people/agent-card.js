import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { follow } from "../frame/live.js";
import { mayDo } from "../frame/session.js";
import { button } from "../parts/button.js";
import { choiceField, numberField } from "../parts/fields.js";
import { askForm } from "../parts/form-dialog.js";
import { time } from "../parts/time.js";
import { facts } from "../parts/facts.js";
import { onceAtATime } from "../parts/redraw.js";
import { presenceBadge, presenceChoices } from "./user-parts.js";

/// Whether somebody is there to answer, and how much they have; live.
export function agentCard(agent, signal) {
    const address = path`/agents/${agent.id}`;
    let now = agent;
    const known = element("div");
    const draw = (next) => {
        now = next;
        known.replaceChildren(facts([
            ["Presence", [presenceBadge(now.presence), now.since && [" since ", time(now.since)]]],
            ["Open conversations", `${now.load} of ${now.capacity}`],
            ["Answers at", now.contactPoints.join(", ")],
        ]));
    };
    draw(agent);
    const read = onceAtATime(async () => draw(await api.get(address, { signal })));
    follow((event) => { if (event.type === "agent.presenceChanged" && event.data.value === agent.id) read(); }, { signal, missed: read });
    return element("div", { class: "card" }, element("h2", null, "There to answer"), known,
        mayDo("administrator") && element("div", { class: "actions" }, button("Change…", async () => {
            const changed = await askForm({
                title: "Presence and capacity", label: "Change",
                fields: [
                    choiceField({ name: "presence", label: "Presence", value: now.presence, choices: presenceChoices }),
                    numberField({
                        name: "capacity", label: "Capacity", value: now.capacity, least: 0, most: 1000,
                        help: "With so many open conversations of their own they count as available no more.",
                    }),
                ],
                act: (values) => api.patch(address, changes(values, now)),
            });
            if (changed) draw(changed);
        })));
}

/// Only what is another: a presence that is set anew would last as one that was set by somebody else.
function changes(values, now) {
    return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== now[name]));
}
