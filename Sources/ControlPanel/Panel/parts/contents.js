import { element, setAttribute } from "../frame/element.js";
import { router } from "../frame/router.js";
import { badge } from "./badge.js";

/// The way through a long page: links to its sections that stay in sight. The section that is looked at is marked, and so
/// is each in which something is wrong, for a refusal may mean what is far out of sight.
///
/// - `bar`: what stays at the top of the page and covers what is below it.
/// - `page`: the cards in it that have a heading (`h2`) are the sections. The links come beside what it has.
export class Contents {
    #bar;
    #page;
    #entries;
    #list;
    #here = null;
    /// What somebody has gone to by its link, and how far the page was scrolled then: the last sections of a page cannot
    /// come up to its top.
    #chosen = null;
    #isDue = false;
    #hasArrived = false;

    constructor({ label, bar, page, signal }) {
        this.#bar = bar;
        this.#page = page;
        this.#entries = [...page.querySelectorAll("section.card")].flatMap((section) => this.#entry(section));
        this.#list = element("ul", { role: "list" }, this.#entries.map(({ link }) => element("li", null, link)));
        page.classList.add("sectioned");
        page.prepend(element("nav", { class: "contents", "aria-label": label }, this.#list));
        addEventListener("scroll", () => this.#lookSoon(), { passive: true, signal });
        const sizes = new ResizeObserver(() => this.#measure());
        for (const one of [bar, page]) sizes.observe(one);
        const faults = new MutationObserver(() => this.#tellFaults());
        faults.observe(page, { subtree: true, childList: true });
        signal.addEventListener("abort", () => { sizes.disconnect(); faults.disconnect(); });
    }

    #entry(section) {
        const heading = section.querySelector(":scope > h2");
        if (!heading) return [];
        section.id ||= `section-${heading.textContent.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-")}`;
        heading.tabIndex = -1;
        const faults = element("span", { class: "contents-faults" });
        const link = element("a", { href: `#${section.id}` }, heading.textContent, faults);
        const entry = { section, heading, link, faults };
        link.addEventListener("click", (event) => {
            if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            // The address leads here again. It is no other screen, nor a step that one would go back.
            router.note(location.pathname.slice("/panel".length) + location.search + link.hash);
            this.#go(entry);
        });
        return [entry];
    }

    #go(entry) {
        entry.section.scrollIntoView();
        entry.heading.focus({ preventScroll: true });
        this.#chosen = { entry, at: scrollY };
        this.#look();
    }

    #measure() {
        this.#page.style.setProperty("--bar", `${this.#bar.offsetHeight}px`);
        if (!this.#hasArrived && this.#page.isConnected) {
            this.#hasArrived = true;
            const wanted = this.#entries.find(({ section }) => `#${section.id}` === location.hash);
            if (wanted) return this.#go(wanted);
        }
        this.#look();
    }

    #lookSoon() {
        if (this.#isDue) return;
        this.#isDue = true;
        requestAnimationFrame(() => {
            this.#isDue = false;
            this.#look();
        });
    }

    /// Marks what is in view: the last section that begins above a line. The line lies below what is covered, and goes down
    /// as the page comes to its end.
    #look() {
        if (this.#entries.length === 0 || !this.#page.isConnected) return;
        if (this.#chosen?.at !== scrollY) this.#chosen = null;
        const covered = parseFloat(getComputedStyle(this.#entries[0].section).scrollMarginTop) + 1;
        const rest = document.documentElement.scrollHeight - innerHeight - scrollY;
        const line = scrollY === 0 ? covered : Math.max(covered, innerHeight - rest);
        const begun = this.#entries.filter(({ section }) => section.getBoundingClientRect().top <= line);
        this.#mark(this.#chosen?.entry ?? begun.at(-1) ?? this.#entries[0]);
    }

    #mark(entry) {
        if (entry === this.#here) return;
        setAttribute(this.#here?.link ?? entry.link, "aria-current", null);
        entry.link.setAttribute("aria-current", "location");
        this.#here = entry;
        this.#bringUp(entry);
    }

    /// Where the list itself has to be scrolled for it.
    #bringUp(entry) {
        const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = entry.link;
        this.#list.scrollTo({
            left: offsetLeft - (this.#list.clientWidth - offsetWidth) / 2,
            top: offsetTop - (this.#list.clientHeight - offsetHeight) / 2,
        });
    }

    #tellFaults() {
        let first = null;
        for (const entry of this.#entries) {
            const { section, faults } = entry;
            const count = section.querySelectorAll(".fault:not(:empty)").length;
            if (Number(faults.dataset.count ?? 0) === count) continue;
            faults.dataset.count = count;
            faults.replaceChildren(...(count > 0 ? [" ", badge(count === 1 ? "1 fault" : `${count} faults`, "bad")] : []));
            if (count > 0) first ??= entry;
        }
        if (first) this.#bringUp(first);
    }
}
