import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { router } from "../frame/router.js";
import { follow } from "../frame/live.js";
import { button } from "../parts/button.js";
import { confirm } from "../parts/dialog.js";
import { textField } from "../parts/fields.js";
import { onceAtATime, redraw } from "../parts/redraw.js";
import { SettingsForm } from "../parts/settings-form.js";
import { time } from "../parts/time.js";
import { Deliveries } from "./deliveries.js";
import { facts } from "../parts/facts.js";
import { askReplay } from "./replay.js";
import { showSecret, stateBadge, subscriberFields } from "./subscriber-parts.js";

/// One subscriber: what it hears of, how it fares, and what came of each call.
export async function show({ params, signal }) {
    const address = path`/subscribers/${params.id}`;
    const [subscriber, points] = await Promise.all([
        api.get(address, { signal }), api.get("/contact-points", { signal }).then((page) => page.items),
    ]);
    const form = new SettingsForm({ signal, title: subscriber.label });
    const fields = [
        textField({ name: "label", label: "Name", value: subscriber.label, isRequired: true, maxlength: 100 }),
        textField({ name: "url", label: "Address", type: "url", value: subscriber.url, isRequired: true, isWide: true }),
        ...subscriberFields(points, subscriber),
    ];
    form.add({ fields, save: async (values) => ({ values: await api.patch(address, values) }) });
    const state = element("div", { class: "card" });
    form.element.append(state, element("div", { class: "card wide-choices" },
        element("h2", null, "What it hears of"), fields.map((field) => field.element)));
    const deliveries = new Deliveries(address, signal);
    const draw = (now) => redraw(state, ...stateOf(now, address, { draw, deliveries }));
    draw(subscriber);
    await deliveries.load();
    const look = onceAtATime(async () => draw(await api.get(address, { signal })));
    follow((event) => {
        deliveries.expect();
        if (event.type === "subscriber.disabled" && event.data.value === subscriber.id) look();
    }, { signal, missed: look });
    return { title: subscriber.label, element: element("section", null, form.element, deliveries.element) };
}

/// How it fares, and what can be done with it.
function stateOf(subscriber, address, { draw, deliveries }) {
    const change = (state, done) => async () => {
        draw(await api.patch(address, { state }));
        return done;
    };
    const toggle = subscriber.state === "active"
        ? button("Pause", change("paused", "Paused. What happens meanwhile waits for it."))
        : button("Go on", change("active", "It goes on where it stopped."), { kind: "primary" });
    return [
        element("h2", null, "State"),
        element("p", { role: "status" }, stateBadge(subscriber.state), subscriber.stateReason && ` ${subscriber.stateReason}`),
        facts([["Log read up to position", String(subscriber.position)], ["Made", time(subscriber.createdAt)]]),
        element("div", { class: "actions" },
            toggle,
            button("Send a test event", async () => {
                const outcome = await api.post(`${address}/test`);
                await deliveries.load();
                return outcome.outcome === "delivered" ? "The test event was taken." : `The test event was not taken: ${outcome.error}`;
            }),
            button("Replay…", async () => {
                const replayed = await askReplay(address);
                if (replayed === null) return undefined;
                draw(replayed);
                return `Everything after position ${replayed.position} is delivered once more.`;
            }),
            button("New secret…", async () => {
                let secret = null;
                const isDone = await confirm("Replace the secret?",
                    "Events are signed with the new one from now on, and for 24 hours with the one before as well, so that your system "
                    + "can be given the new one without missing any.", "Replace it",
                    { act: async () => { ({ secret } = await api.post(`${address}/secret`)); } });
                if (isDone) await showSecret(secret);
            }),
            button("Remove…", async () => {
                const isDone = await confirm(`Remove ${subscriber.label}?`,
                    "It is not called any more, and what came of its deliveries is gone. To hold it for a while, pause it.", "Remove it",
                    { kind: "danger", act: () => api.delete(address) });
                if (isDone) await router.go("/subscribers");
            }, { kind: "danger" })),
    ];
}
