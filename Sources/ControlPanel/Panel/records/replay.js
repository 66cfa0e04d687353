import { element } from "../frame/element.js";
import { api } from "../frame/api.js";
import { numberField } from "../parts/fields.js";
import { askForm } from "../parts/form-dialog.js";
import { momentField } from "../parts/moment-field.js";

/// Asks from where on everything is to be delivered once more. Gives the subscriber as it is then.
export function askReplay(address) {
    const after = numberField({ name: "after", label: "After position", least: 0, help: "0 for everything that is kept." });
    const since = momentField({ name: "since", label: "Or since" });
    return askForm({
        title: "Replay events", fields: [after, since], label: "Replay",
        about: element("p", null, "Everything from there on is delivered once more, in order, with what happens meanwhile. Each event "
            + "keeps its id, so that a system which has it already can pass over it."),
        act: ({ after, since }) => api.post(`${address}/replay`, {
            ...(after === null ? {} : { after }), ...(since === null ? {} : { since }),
        }),
    });
}
