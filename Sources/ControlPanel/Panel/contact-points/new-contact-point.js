import { api, path } from "../frame/api.js";
import { router } from "../frame/router.js";
import { textField } from "../parts/fields.js";
import { askForm } from "../parts/form-dialog.js";
import { languageField, regionField, timeZoneField } from "./places.js";

/// Asks what a new contact point is to be, makes it, and goes there.
export async function makeContactPoint() {
    const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const fields = [
        textField({
            name: "label", label: "Label", isRequired: true, maxlength: 100,
            help: "What people call it: Sales, Service, Service France.",
        }),
        textField({
            name: "id", label: "Id", maxlength: 63, spellcheck: "false",
            help: "Fixed for good: lower-case letters, digits and hyphens. Left empty, it is made from the label.",
        }),
        languageField("en"), timeZoneField(timeZone), regionField(new Intl.Locale(locale).region ?? "US"),
    ];
    const made = await askForm({
        title: "New contact point", fields, label: "Make it",
        act: (values) => {
            const given = Object.entries(values).filter(([, value]) => value !== "");
            return api.post("/contact-points", { label: "", ...Object.fromEntries(given) });
        },
    });
    if (made) await router.go(path`/contact-points/${made.id}`);
}
