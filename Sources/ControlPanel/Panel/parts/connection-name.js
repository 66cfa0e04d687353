import { element } from "../frame/element.js";

/// What people call a connection: its label, such as the name of a page, or else its address.
export function connectionName({ label, address }) { return label ?? address; }

/// The same where both are of use: the label, and the address after it.
export function connectionWords({ label, address }) {
    return label ? [label, " ", element("span", { class: "faint" }, address)] : [address];
}
