import { element, newID } from "../frame/element.js";

let list = null;

/// Whose clock counts: empty for the contact point's.
export function zones(value, standard) {
    if (!list?.isConnected) {
        list = element("datalist", { id: list?.id ?? newID("zones") },
            Intl.supportedValuesOf("timeZone").map((zone) => element("option", { value: zone })));
        document.body.append(list);
    }
    const control = element("input", {
        list: list.id, placeholder: `${standard}, the contact point's`, autocomplete: "off", spellcheck: "false",
    });
    control.value = value ?? "";
    return control;
}
