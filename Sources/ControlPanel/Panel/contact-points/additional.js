import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { badge } from "../parts/badge.js";

/// Platforms that this gateway has no connector for: what each asks of a business, and which are no more.
export async function additional({ signal }) {
    const { items } = await api.get("/platforms/announced", { signal });
    const toCome = items.filter((platform) => !platform.isDiscontinued);
    const gone = items.filter((platform) => platform.isDiscontinued);
    return element("div", null,
        element("div", { class: "heading" }, element("h1", null, "Additional platforms")),
        element("p", null, "These take an arrangement with the platform's provider first, and then a connector. What has a "
            + "connector has a tab of its own here."),
        toCome.map((platform) => card(platform, badge("Not installed"))),
        gone.map((platform) => card(platform, badge("Discontinued by its provider", "bad"))),
        items.length === 0 && element("p", { class: "empty" }, "Every platform that is known has a tab of its own."));
}

function card(platform, state) {
    return element("section", { class: "card" },
        element("div", { class: "row" }, element("h2", null, platform.label), state),
        element("p", null, platform.text),
        element("p", null, element("a", { href: platform.source, rel: "noreferrer" },
            "What the provider says: ", new URL(platform.source).host)));
}
