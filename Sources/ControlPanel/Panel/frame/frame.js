import { element } from "./element.js";
import { Problem } from "./api.js";
import { router } from "./router.js";
import { isKeptOut, me, mayDo, leave } from "./session.js";
import { stop } from "./live.js";
import { Banners } from "./banners.js";
import { presenceSwitch } from "../account/presence.js";

/// What leads where. `level` is who has any use of it; the server says who may.
const places = [
    { label: "Inbox", address: "/inbox", level: "agent" },
    { label: "Notifications", address: "/notifications", level: "agent" },
    { label: "Customers", address: "/customers", level: "agent" },
    { heading: "Set-up", level: "agent" },
    { label: "Contact points", address: "/contact-points", level: "agent" },
    { label: "Health", address: "/health", level: "agent" },
    { label: "Tenant settings", address: "/settings", level: "agent" },
    { heading: "Access", level: "manager" },
    { label: "Users", address: "/users", level: "manager" },
    { label: "Roles", address: "/roles", level: "administrator" },
    { label: "API keys", address: "/api-keys", level: "administrator" },
    { heading: "Records", level: "manager" },
    { label: "Events", address: "/events", level: "manager" },
    { label: "Subscribers", address: "/subscribers", level: "administrator" },
    { label: "Audit log", address: "/audit", level: "administrator" },
    { label: "Rejected", address: "/rejected", level: "administrator" },
];

/// The page around every screen: where one is, where one can go, who one is, and what needs to be minded.
export class Frame {
    #main = element("main", { id: "main", tabindex: -1 });
    #links = new Map();
    #banners = new Banners();

    constructor() {
        router.shows = (load, place) => this.#show(load, place);
        router.stays = () => this.#toHeading();
    }

    /// Draws the frame for who is signed in, or the bare one.
    draw() {
        const isBare = me === null || isKeptOut();
        document.body.replaceChildren(...(isBare ? this.#bare() : this.#signedIn()));
        document.body.classList.toggle("bare", isBare);
    }

    /// Nothing but the screen, and for who is signed in a way out.
    #bare() {
        if (me === null) return [this.#main];
        return [element("header", { class: "top" }, element("span", { class: "brand" }, "Gatehouse"), element("div", { class: "who" },
            element("span", null, me.name || me.email), signOutButton())), this.#main];
    }

    #signedIn() {
        this.#links.clear();
        const items = places.filter((place) => mayDo(place.level)).map((place) => {
            if (place.heading) return element("li", { class: "nav-heading" }, place.heading);
            const link = element("a", { href: `/panel${place.address}` }, place.label);
            this.#links.set(place.address, link);
            return element("li", null, link);
        });
        const menu = element("nav", { id: "menu", "aria-label": "Main" }, element("ul", { role: "list" }, items));
        const opener = element("button", {
            type: "button", class: "menu-opener", "aria-expanded": "false", "aria-controls": "menu",
            onclick: () => this.#openMenu(opener, opener.getAttribute("aria-expanded") === "false"),
        }, "Menu");
        menu.addEventListener("click", (event) => { if (event.target.closest("a")) this.#openMenu(opener, false); });
        document.addEventListener("keydown", (event) => {
            if (event.key !== "Escape" || opener.getAttribute("aria-expanded") !== "true") return;
            // What somebody types in the screen stays where the focus is.
            const isInScreen = this.#main.contains(document.activeElement);
            this.#openMenu(opener, false);
            if (!isInScreen) opener.focus();
        });
        const header = element("header", { class: "top" },
            opener,
            element("a", { class: "brand", href: "/panel/" }, "Gatehouse"),
            element("div", { class: "who" },
                element("a", { class: "own-account", href: "/panel/account" }, me.name || me.email),
                element("div", { class: "own-session" }, presenceSwitch(), signOutButton())));
        this.#banners.start();
        return [
            element("a", { class: "skip", href: "#main" }, "Skip to content"),
            header, element("div", { class: "below" }, menu, element("div", { class: "content" }, this.#banners.element, this.#main)),
        ];
    }

    #openMenu(opener, isOpen) {
        opener.setAttribute("aria-expanded", String(isOpen));
        document.body.classList.toggle("menu-open", isOpen);
    }

    async #show(load, place) {
        // Whoever asks for nothing else gets the inbox.
        const here = location.pathname === "/panel/" ? "/panel/inbox" : location.pathname;
        for (const [address, link] of this.#links) {
            const isHere = here === `/panel${address}` || here.startsWith(`/panel${address}/`);
            if (isHere) link.setAttribute("aria-current", "page");
            else link.removeAttribute("aria-current");
        }
        this.#main.setAttribute("aria-busy", "true");
        let shown;
        let hasFailed = false;
        try {
            if (load === null) shown = lost();
            else {
                const screen = await load();
                shown = await screen.show(place);
            }
        } catch (error) {
            if (place.signal.aborted || error.name === "AbortError") return false;
            shown = failed(error);
            hasFailed = true;
        }
        if (place.signal.aborted) return false;
        const { element: content, title } = shown instanceof Element ? { element: shown } : shown;
        this.#main.replaceChildren(content);
        this.#main.removeAttribute("aria-busy");
        const heading = this.#main.querySelector("h1");
        document.title = `${title ?? heading?.textContent ?? "Gatehouse"} · Gatehouse`;
        if (this.#hasShown && !this.#main.contains(document.activeElement)) this.#main.focus({ preventScroll: true });
        if (this.#hasShown) scrollTo(0, 0);
        this.#hasShown = true;
        return !hasFailed;
    }

    /// Somebody wanted to go where they are.
    #toHeading() {
        const heading = this.#main.querySelector("h1") ?? this.#main;
        heading.tabIndex = -1;
        scrollTo(0, 0);
        heading.focus({ preventScroll: true });
    }

    #hasShown = false;
}

function signOutButton() {
    return element("button", { type: "button", class: "quiet", onclick: signOut }, "Sign out");
}

async function signOut() {
    if (!await router.mayLeave()) return;
    stop();
    await leave();
    location.assign("/panel/sign-in");
}

function lost() {
    return element("section", null, element("h1", null, "There is no such page"),
        element("p", null, element("a", { href: "/panel/" }, "To the start")));
}

/// What went wrong, in place of the screen.
function failed(error) {
    if (!(error instanceof Problem)) {
        // A module of another version: the whole page is loaded anew, once.
        if (error instanceof TypeError && !sessionStorage.getItem("gatehouse-reloaded")) {
            sessionStorage.setItem("gatehouse-reloaded", "yes");
            location.reload();
        }
        console.error(error);
    }
    const title = error.status === 403 ? "This is not for you" : error.status === 404 ? "It is not there" : "That did not work";
    return element("section", null,
        element("h1", null, title), element("p", { role: "alert" }, error.message),
        element("p", null, element("button", { type: "button", onclick: () => router.show() }, "Try again")));
}
