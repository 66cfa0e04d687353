import { element } from "../frame/element.js";
import { api, path, Problem } from "../frame/api.js";
import { badge } from "../parts/badge.js";
import { tabs } from "../parts/tabs.js";

/// A contact point: its tabs, of which there is one for each platform that is installed, and what stands on the one that
/// is open. Each tab has its own heading.
export async function show({ params, query, signal }) {
    const [contactPoint, platforms] = await Promise.all([
        api.get(path`/contact-points/${params.id}`, { signal }), api.get("/platforms", { signal }),
    ]);
    const parts = [
        { id: "general", label: "General", load: async () => (await import("./general.js")).general },
        { id: "stop-list", label: "Stop list", load: async () => (await import("./stop-list.js")).stopList },
        ...platforms.items.map((platform) => ({ id: platform.id, label: platform.label, load: () => platformTab(platform) })),
        { id: "additional", label: "Additional platforms", load: async () => (await import("./additional.js")).additional },
    ];
    const here = parts.find((part) => part.id === (params.tab ?? "general"));
    if (!here) throw new Problem(404, { detail: "A contact point has no such tab." });

    const name = element("strong", null, contactPoint.label);
    const renamed = (label) => { name.textContent = label; };
    const draw = await here.load();
    const content = await draw({ contactPoint, signal, query, renamed });
    const strip = tabs("Parts of the contact point", parts.map((part) => ({
        label: part.label, address: path`/contact-points/${contactPoint.id}/${part.id}`, isHere: part === here,
    })));
    // On a narrow screen the open tab may be out of sight.
    requestAnimationFrame(() => strip.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }));
    return {
        title: `${here.label} · ${contactPoint.label}`,
        element: element("div", null,
            element("p", { class: "trail" },
                element("a", { href: "/panel/contact-points" }, "Contact points"),
                element("span", { "aria-hidden": "true" }, "›"), name, contactPoint.archivedAt && badge("Archived", "minded")),
            strip,
            content.querySelector("h1") ? null : element("div", { class: "heading" }, element("h1", null, here.label)),
            content),
    };
}

/// The tab of a platform, whichever it is.
async function platformTab(platform) {
    const { platformTab } = await import("../platforms/tab.js");
    return (given) => platformTab({ ...given, platform });
}
