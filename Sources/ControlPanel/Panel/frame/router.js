/// Addresses and screens. A screen is a module with `show(place)`, loaded when it is first wanted; it gives back what is
/// seen: an element, or `{element, title}`.
///
/// `place` has `params` (of the pattern), `query` (URLSearchParams) and `signal`, which is aborted when the screen is left:
/// whatever a screen starts, ends by it.
export class Router {
    #routes = [];
    #leaving = null;
    #isShown = false;
    #mayLeave = null;

    /// Set by the frame: `(screen, place) => Promise`, shows it, or what went wrong. Gives whether the screen is there.
    shows = async () => false;

    /// Set by the frame: called where a link leads to the very screen that is shown.
    stays = () => {};

    /// - `pattern`: `/contact-points/:id/:tab`
    add(pattern, load) {
        const names = [...pattern.matchAll(/:(\w+)/g)].map((match) => match[1]);
        const expression = new RegExp(`^/panel${pattern.replaceAll(/:\w+/g, "([^/]+)")}/?$`);
        this.#routes.push({ pattern, names, expression, load });
    }

    start() {
        addEventListener("popstate", () => this.#came());
        document.addEventListener("click", (event) => this.#clicked(event));
        this.show();
    }

    /// Goes to an address of the panel: `/inbox`.
    async go(address, { replace = false } = {}) {
        if (!await this.mayLeave()) return;
        history[replace ? "replaceState" : "pushState"]({}, "", `/panel${address}`);
        await this.show();
    }

    /// Changes the address without leaving the screen: a filter that somebody may want to come back to.
    note(address) {
        history.replaceState({}, "", `/panel${address}`);
        this.#here = location.href;
    }

    /// Asked before a screen is left: gives a promise of whether it may. Forgotten once it was left.
    guard(mayLeave) { this.#mayLeave = mayLeave; }

    /// Shows what the address says, anew.
    async show() {
        this.#leaving?.abort();
        this.#leaving = new AbortController();
        this.#mayLeave = null;
        this.#isShown = false;
        this.#here = location.href;
        const signal = this.#leaving.signal;
        const isShown = await this.#draw(signal);
        if (!signal.aborted) this.#isShown = isShown;
    }

    async #draw(signal) {
        for (const route of this.#routes) {
            const match = location.pathname.match(route.expression);
            if (!match) continue;
            const params = Object.fromEntries(route.names.map((name, place) => [name, decodeURIComponent(match[place + 1])]));
            return this.shows(route.load, {
                params, query: new URLSearchParams(location.search), signal, pattern: route.pattern,
            });
        }
        return this.shows(null, { params: {}, query: new URLSearchParams(), signal, pattern: null });
    }

    #here = location.href;

    /// Whether the screen may be left; asks, where something is not saved.
    async mayLeave() { return this.#mayLeave === null || await this.#mayLeave(); }

    async #came() {
        const wanted = location.href;
        // Only to another place on the screen, as by a link to its content.
        if (isSame(new URL(this.#here), location) && (!location.hash || document.getElementById(location.hash.slice(1)))) {
            this.#here = wanted;
            return;
        }
        if (this.#mayLeave === null) return this.show();
        history.pushState({}, "", this.#here);
        if (await this.#mayLeave()) {
            history.replaceState({}, "", wanted);
            await this.show();
        }
    }

    #clicked(event) {
        const link = event.target.closest?.("a[href]");
        if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
        if (link.target || link.origin !== location.origin || link.hasAttribute("download")) return;
        if (!link.pathname.startsWith("/panel") || (link.hash && isSame(link, location))) return;
        event.preventDefault();
        // Drawn anew, it would lose what was typed into it.
        if (this.#isShown && isSame(link, location)) {
            this.stays();
            return;
        }
        this.go(link.pathname.slice("/panel".length) + link.search + link.hash);
    }
}

/// Whether two addresses show the same screen.
function isSame(one, other) { return one.pathname === other.pathname && one.search === other.search; }

export const router = new Router();
