import { element } from "../frame/element.js";
import { mayDo } from "../frame/session.js";
import { SettingsForm } from "../parts/settings-form.js";
import { timersPortion } from "../contact-points/timers.js";

/// What holds for the whole installation, unless a contact point or one of its platforms says otherwise.
export async function show({ signal }) {
    const form = new SettingsForm({ signal, title: "Tenant settings", mayChange: mayDo("administrator") });
    const timers = await timersPortion({ path: "/timers", signal });
    form.element.append(
        element("p", null, "These hold at every contact point. A contact point may set its own on its General tab, and each of "
            + "its platforms on the platform's tab: the most specific counts, timer by timer."),
        timers.element);
    form.add(timers.portion);
    return form.element;
}
