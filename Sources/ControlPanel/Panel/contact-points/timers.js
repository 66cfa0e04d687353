import { element } from "../frame/element.js";
import { api, call } from "../frame/api.js";
import { Field } from "../parts/fields.js";
import { table } from "../parts/table.js";
import { lengthOf, lengthText } from "../parts/time.js";

const timers = [
    ["response", "Response", "How long a customer may wait for an answer before it is overdue."],
    ["inactive", "Inactive", "After how long without a message a conversation becomes inactive."],
    ["close", "Close", "After how long an inactive conversation is closed."],
];

const origins = {
    platform: "set for this platform at the contact point", contactPoint: "set at the contact point",
    tenant: "set for the tenant", connector: "the platform's own standard", program: "the standard",
};

/// The timers of one place, to be saved with whatever else is on the page: `await timersPortion({path, signal})` gives
/// `{element, portion}`, for `form.element.append(element)` and `form.add(portion)`.
///
/// - `path`: one of the three places: `/timers`, `/contact-points/…/timers`, `/contact-points/…/platforms/…/timers`.
export async function timersPortion({ path, signal, title = "Timers" }) {
    const [first, platforms] = await Promise.all([call("GET", path, { signal }), api.get("/platforms", { signal })]);
    let shown = first.body;
    const fields = timers.map((timer) => new TimerField(timer, shown));
    const elsewhere = element("div", null);
    const drawElsewhere = () => elsewhere.replaceChildren(...(shown.platforms ? appliedTo(platforms.items, shown) : []));
    drawElsewhere();

    function took({ body, tag }) {
        shown = body;
        return { tag, values: Object.fromEntries(timers.map(([name]) => [name, body[name].setHere ?? null])) };
    }
    const reload = async () => took(await call("GET", path, { signal }));

    const portion = {
        fields, tag: first.tag, reload,
        async save(values, tag) {
            const set = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
            const takenBack = Object.keys(values).filter((name) => values[name] === null);
            let before = tag;
            if (Object.keys(set).length > 0) before = (await call("PUT", path, { body: set, tag })).tag;
            for (const name of takenBack) before = (await call("DELETE", `${path}/${name}`, { tag: before })).tag;
            return reload();
        },
        taken() {
            for (const field of fields) field.applies(shown);
            drawElsewhere();
        },
    };
    const section = element("section", { class: "card" },
        element("h2", null, title),
        element("p", { class: "help" }, "Lengths such as 90s, 15m, 2h or 3d, up to thirty days. What is left empty here comes "
            + "from the next wider place. Open conversations follow a change at once."),
        element("div", { class: "timers" }, fields.map((field) => field.element)), elsewhere);
    return { element: section, portion };
}

/// One timer: what is set here, what applies, and a way to take back what is set.
class TimerField extends Field {
    #name;
    #applied;
    #shown;
    #takeBack;

    constructor([name, label, help], shown) {
        const control = element("input", { type: "text", class: "short", autocomplete: "off", spellcheck: "false" });
        const applied = element("span", { class: "applied" });
        const takeBack = element("button", {
            type: "button", class: "link", "aria-label": `Take back the ${label.toLowerCase()} timer`,
            onclick: () => {
                control.value = "";
                control.dispatchEvent(new Event("input", { bubbles: true }));
                control.focus();
            },
        }, "Take back");
        const write = (value) => { control.value = typeof value === "number" ? lengthText(value) : value ?? ""; };
        write(shown[name].setHere);
        super({
            name, label, help: [help, applied], control, write, after: takeBack,
            // What is no length goes as it is typed: the gateway says what is wrong with it.
            read: () => {
                const seconds = lengthOf(control.value);
                return Number.isNaN(seconds) ? control.value.trim() : seconds;
            },
        });
        this.#name = name;
        this.#applied = applied;
        this.#takeBack = takeBack;
        control.addEventListener("input", () => this.#say());
        this.applies(shown);
    }

    applies(shown) {
        this.#shown = shown[this.#name];
        this.control.placeholder = this.#shown.setHere === undefined ? lengthText(this.#shown.seconds) : "";
        this.#say();
    }

    lock() {
        super.lock();
        this.#takeBack.remove();
    }

    #say() {
        const { seconds, level, setHere } = this.#shown;
        this.#takeBack.hidden = this.control.value === "";
        this.#applied.textContent = setHere !== undefined && this.value === null
            ? "Taken back once saved: what is set more widely applies then."
            : `Applies now: ${lengthText(seconds)}, ${setHere === undefined ? origins[level] : "set here"}.`;
    }
}

/// What applies on each platform, where a platform may say otherwise.
function appliedTo(platforms, shown) {
    const cell = (timer) => [lengthText(timer.seconds), element("span", { class: "faint" }, ` ${origins[timer.level]}`)];
    return [
        element("h3", null, "What applies on each platform"),
        table({
            caption: "Timers that apply on each platform",
            columns: [
                {
                    label: "Platform", isMain: true,
                    cell: (item) => platforms.find((platform) => platform.id === item.platform)?.label ?? item.platform,
                },
                ...timers.map(([name, label]) => ({ label, cell: (item) => element("span", null, cell(item[name])) })),
            ],
            items: shown.platforms,
        }),
    ];
}
