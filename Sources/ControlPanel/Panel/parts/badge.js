import { element } from "../frame/element.js";

/// A word for a state, with its colour. The word says it all: the colour is for who sees it.
///
/// `tone`: `good`, `minded`, `bad`, `unknown`, or `plain`.
export function badge(text, tone = "plain") {
    return element("span", { class: `badge ${tone}` }, text);
}
