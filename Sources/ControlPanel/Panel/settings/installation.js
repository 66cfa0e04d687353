import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { badge } from "../parts/badge.js";
import { facts } from "../parts/facts.js";
import { table } from "../parts/table.js";

/// How the gateway is configured on its machine: to be looked up here, and changed there.
export async function installation(signal) {
    const { publicURL, panelURL, sendsMail, retention } = await api.get("/installation", { signal });
    return [
        element("section", { class: "card" },
            element("h2", null, "This installation"),
            element("p", { class: "help" }, "Chosen in the configuration file of the gateway, not here."),
            facts([
                ["Platforms and chats reach it at", element("code", null, publicURL)],
                ["People reach this panel at", element("code", null, panelURL)],
                ["Mail", sendsMail
                    ? badge("Is sent", "good")
                    : [badge("No mail server is set", "minded"), " Links for passwords are handed over by hand, and no "
                        + "transcript is mailed."]],
            ])),
        element("section", { class: "card" },
            element("h2", null, "How long data is kept"),
            table({
                caption: "How long each kind of data is kept",
                columns: [
                    { label: "What", isMain: true, cell: (kept) => kept.what },
                    { label: "Kept", cell: (kept) => lengthOf(kept.days) },
                    { label: "Setting", cell: (kept) => kept.setting ? element("code", null, kept.setting) : "fixed" },
                ],
                items: retention,
            })),
    ];
}

function lengthOf(days) {
    if (days === undefined) return "For ever";
    if (days === 0) return "For less than a day";
    return days === 1 ? "For 1 day" : `For ${days} days`;
}
