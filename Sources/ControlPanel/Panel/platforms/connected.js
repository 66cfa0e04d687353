import { element } from "../frame/element.js";
import { connectionName } from "../parts/connection-name.js";
import { verdictBadge } from "./words.js";

/// What was made by connecting, and what is still to be done.
export function connectedCard(connected, { level = 2, actions = [] } = {}) {
    const heading = element(`h${level}`, { tabindex: -1 }, "Connected");
    const card = element("section", { class: "card connected", role: "status" }, heading,
        element("ul", { role: "list" }, connected.connections.map((made) => element("li", null,
            element("p", null, element("strong", null, connectionName(made)), " ", made.checklist && verdictBadge(made.checklist.overall)),
            element("ul", null, (made.checklist?.items ?? []).filter((item) => item.verdict === "red" || item.verdict === "yellow")
                .map((item) => element("li", null, `${item.title}: ${item.found} ${item.advice ?? ""}`))),
            element("p", null, element("a", { href: `/panel/connections/${made.id}` }, "See its checklist"))))),
        actions.length > 0 && element("div", { class: "actions" }, actions));
    return card;
}
