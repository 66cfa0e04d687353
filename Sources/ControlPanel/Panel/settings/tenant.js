import { element } from "../frame/element.js";
import { mayDo } from "../frame/session.js";
import { Complaint } from "../parts/notice.js";
import { SettingsForm } from "../parts/settings-form.js";
import { timersPortion } from "../contact-points/timers.js";
import { installation } from "./installation.js";

/// What holds for the whole installation, unless a contact point or one of its platforms says otherwise.
export async function show({ signal }) {
    const form = new SettingsForm({ signal, title: "Tenant settings", mayChange: mayDo("administrator") });
    const complaint = new Complaint();
    const [timers, facts] = await Promise.all([
        timersPortion({ path: "/timers", signal }),
        // Who came for the timers can do without it.
        installation(signal).catch((error) => complaint.show(error)),
    ]);
    form.element.append(
        element("p", null, "These hold at every contact point. A contact point may set its own on its General tab, and each of "
            + "its platforms on the platform's tab: the most specific counts, timer by timer."),
        timers.element);
    form.add(timers.portion);
    return element("div", null, form.element, complaint.element, facts);
}
