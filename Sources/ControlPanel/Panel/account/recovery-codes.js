import { element } from "../frame/element.js";
import { copyButton } from "../parts/copy.js";

/// The codes that stand in for a lost app: shown this once, to be copied, kept as a file, or written down.
export function recoveryCodes(codes) {
    const text = codes.join("\n");
    return element("div", null,
        element("p", null, "Each lets you in once, if the app is lost. Keep them where you find them without your phone. They are "
            + "shown this once."),
        element("ol", { class: "recovery-codes", role: "list" }, codes.map((code) => element("li", null, element("code", null, code)))),
        element("div", { class: "actions" },
            copyButton(text, { otherwise: "The browser does not let them be copied; download them." }),
            element("button", { type: "button", onclick: () => download(text) }, "Download")));
}

function download(text) {
    const address = URL.createObjectURL(new Blob([`Recovery codes for Gatehouse\n\n${text}\n`], { type: "text/plain" }));
    element("a", { href: address, download: "gatehouse-recovery-codes.txt" }).click();
    URL.revokeObjectURL(address);
}
