import { element, newID, setAttribute } from "../frame/element.js";
import { choiceField, textField } from "../parts/fields.js";

/// Where a contact point is at home: fields that making one and changing one have in common.

const languages = [
    "en", "en-GB", "es", "fr", "de", "it", "nl", "pt-BR", "pt", "pl", "ru", "uk", "tr", "ar", "he", "hi", "ja", "ko", "zh-Hans",
    "zh-Hant",
];

export function languageField(value) {
    const names = new Intl.DisplayNames("en", { type: "language" });
    return suggesting(textField({
        name: "language", label: "Language", value, spellcheck: "false",
        help: "Of its customers, as a tag such as en, fr or pt-BR.",
    }), languages.map((tag) => [tag, names.of(tag)]));
}

export function timeZoneField(value) {
    return suggesting(textField({
        name: "timeZone", label: "Time zone", value, spellcheck: "false",
        help: "Its hours and days go by this clock: Europe/Paris, America/New_York, UTC.",
    }), ["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => [zone, null]));
}

export function regionField(value) {
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    const known = [];
    for (let first = 65; first <= 90; first += 1) {
        for (let second = 65; second <= 90; second += 1) {
            const code = String.fromCharCode(first, second);
            const name = names.of(code);
            if (name && !noCountries.has(code)) known.push({ value: code, label: `${name} (${code})` });
        }
    }
    if (value && !known.some((one) => one.value === value)) known.push({ value, label: value });
    known.sort((one, other) => one.label.localeCompare(other.label, "en"));
    return choiceField({
        name: "region", label: "Region of phone numbers", value, choices: known,
        help: "Numbers that are typed without a country code are of this country.",
    });
}

/// What has a code and a name, and no phone numbers of its own: unions, old names, and codes for trying things.
const noCountries = new Set([
    "AN", "AQ", "BU", "BV", "CP", "CQ", "CS", "DD", "DG", "EA", "EU", "EZ", "FX", "GS", "HM", "IC", "NT", "PN", "QO", "SU",
    "TF", "TP", "UK", "UM", "UN", "XA", "XB", "YD", "YU", "ZR", "ZZ",
]);

/// Offers values that may be typed; others may be, too.
function suggesting(field, values) {
    const id = newID("values");
    setAttribute(field.control, "list", id);
    const list = element("datalist", { id });
    field.element.append(list);
    // Hundreds, for one who types here.
    field.control.addEventListener("focus", () => {
        list.append(...values.map(([value, label]) => element("option", { value, label })));
    }, { once: true });
    return field;
}
