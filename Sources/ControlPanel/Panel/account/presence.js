import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { follow } from "../frame/live.js";
import { mayDo, me } from "../frame/session.js";
import { say } from "../parts/notice.js";
import { onceAtATime } from "../parts/redraw.js";

/// What somebody may be, in words.
export const presences = {
    available: "Available", currentConversationsOnly: "Current conversations only", unavailable: "Unavailable",
};

/// Whether the one who is signed in takes conversations: a choice in the frame, on every screen.
export function presenceSwitch() {
    const control = element("select", { class: "presence", "aria-label": "Your presence" },
        Object.entries(presences).map(([value, label]) => element("option", { value }, label)));
    control.disabled = true;
    const read = async () => {
        const own = await api.get("/me/presence");
        control.value = own.presence;
        control.disabled = false;
    };
    control.addEventListener("change", async () => {
        try {
            await api.put("/me/presence", { presence: control.value });
        } catch (problem) {
            say(problem.message);
            await read().catch(() => {});
        }
    });
    read().catch(() => control.remove());
    // Agents are told of conversations only.
    if (mayDo("manager")) {
        const reread = onceAtATime(async () => { if (control.isConnected) await read(); });
        follow((event) => { if (event.type === "agent.presenceChanged" && event.data.value === me.id) reread(); }, { missed: reread });
    }
    return control;
}
