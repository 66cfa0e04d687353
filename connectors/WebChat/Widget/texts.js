/// The languages that have a file of their own, `texts-….json`.
const builtIn = ["en", "de", "fr", "es", "ar"];
const fromRight = ["ar", "fa", "he", "ur", "ps", "yi"];
const files = {};

const primary = (language) => language.toLowerCase().split("-")[0];

function file(language) {
    const load = () => fetch(new URL(`texts-${language}.json`, import.meta.url)).then((answer) => answer.json());
    return files[language] ??= load().catch((error) => { delete files[language]; throw error; });
}

/// What the widget says, in one language: the chat's own words where it has some, or else ours.
export class Texts {
    /// - Parameters:
    ///   - wanted: languages, the best one first.
    ///   - own: the texts of the chat's settings, by language.
    static async load(wanted, own) {
        const keys = Object.keys(own ?? {});
        for (const language of wanted.filter((language) => typeof language === "string" && language)) {
            const key = keys.find((key) => key.toLowerCase() === language.toLowerCase())
                ?? keys.find((key) => primary(key) === primary(language));
            if (key || builtIn.includes(primary(language))) return Texts.#make(language, own?.[key]);
        }
        return Texts.#make("en", own?.en);
    }

    static async #make(language, own) {
        const words = builtIn.includes(primary(language)) ? primary(language) : "en";
        const ours = await file(words);
        return new Texts(language, { ...ours, ...own });
    }

    constructor(language, words) {
        this.language = language;
        this.words = words;
        this.direction = fromRight.includes(primary(language)) ? "rtl" : "ltr";
        try {
            this.plurals = new Intl.PluralRules(language);
        } catch {
            this.language = "en";
            this.plurals = new Intl.PluralRules("en");
        }
    }

    equals(other) {
        const whole = (texts) => JSON.stringify([texts.language, texts.words]);
        return whole(this) === whole(other);
    }

    /// A text with its `{values}`; the form of a `count` is chosen by the language's rules.
    get(key, values = {}) {
        let text = this.words[key] ?? key;
        if (typeof text === "object") text = text[this.plurals.select(values.count)] ?? text.other;
        return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? this.#write(values[name]) : whole));
    }

    time(at) { return new Date(at).toLocaleTimeString(this.language, { hour: "numeric", minute: "2-digit" }); }
    day(at) {
        return new Date(at).toLocaleDateString(this.language, { weekday: "long", day: "numeric", month: "long" });
    }

    size(bytes) {
        const isLarge = bytes >= 1_048_576;
        const number = isLarge ? bytes / 1_048_576 : Math.max(1, bytes / 1024);
        return number.toLocaleString(this.language, {
            style: "unit", unit: isLarge ? "megabyte" : "kilobyte", maximumFractionDigits: isLarge ? 1 : 0,
        });
    }

    #write(value) { return typeof value === "number" ? value.toLocaleString(this.language) : value; }
}
