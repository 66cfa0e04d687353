import { element } from "../frame/element.js";
import { api, call, path } from "../frame/api.js";
import { mayDo } from "../frame/session.js";
import { facts } from "../parts/facts.js";
import { choiceField, linesField, switchField, textArea, textField } from "../parts/fields.js";
import { SettingsForm } from "../parts/settings-form.js";
import { languageField, regionField, timeZoneField } from "./places.js";
import { removal } from "./removal.js";
import { rolesPortion } from "./roles.js";
import { sendingCap } from "./sending-cap.js";
import { sendingWindow } from "./sending-window.js";
import { timersPortion } from "./timers.js";

/// What a contact point is, and what holds on all of its platforms: one page with one Save.
///
/// - `renamed`: told of another label.
export async function general({ contactPoint, signal, renamed }) {
    const base = path`/contact-points/${contactPoint.id}`;
    const isAdministrator = mayDo("administrator");
    const roles = api.get("/roles", { signal });
    const [own, timers, outbound, conversations, window, cap] = await Promise.all([
        call("GET", base, { signal }).then((document) => ownPortion(document, { base, signal, renamed })),
        timersPortion({ path: `${base}/timers`, signal }),
        ...Object.keys(lists).map(async (name) => rolesPortion({
            path: `${base}/${name}`, lists: lists[name], roles: (await roles).items, signal,
        })),
        sendingWindow({ path: `${base}/sending-window`, signal }),
        mayDo("manager") ? sendingCap({ path: `${base}/sending-cap`, signal }) : null,
    ]);

    const form = new SettingsForm({ signal, title: "General", mayChange: isAdministrator && !contactPoint.archivedAt });
    form.element.append(
        card("Identity",
            facts([["Id", [element("code", null, contactPoint.id), element("span", { class: "faint" }, " fixed for good")]]]),
            pairs(own.identity)),
        timers.element,
        card("Outbound roles",
            element("p", { class: "help" }, "Who may write to a customer first. Start conversation begins one at once, owned by "
                + "who sends; a notification makes none unless the customer replies."),
            rolesHint(isAdministrator), pairs(outbound.fields)),
        card("Conversation roles",
            element("p", { class: "help" }, "Who sees the conversations of this contact point, and who answers in them."),
            pairs(conversations.fields)),
        window.element, cap?.element ?? "",
        card("Opt-out words and replies",
            element("p", { class: "help" }, "STOP, START, HELP and their English synonyms always count. What is here counts besides."),
            pairs(own.optOut)),
        card("Sends of unknown outcome", own.unproven.element),
        isAdministrator && !contactPoint.archivedAt ? removal(contactPoint, () => form.undo()) : "");
    own.timeZoneChanged = window.renew;
    for (const portion of [own.portion, timers.portion, outbound, conversations, window.portion, cap?.portion]) {
        if (portion) form.add(portion);
    }
    return form.element;
}

const lists = {
    "outbound-roles": [
        { name: "startConversation", label: "Start conversation", nobody: "Nobody may start a conversation here." },
        { name: "sendNotification", label: "Send notification", nobody: "Nobody may send a notification from here." },
    ],
    "conversation-roles": [
        { name: "read", label: "Read", nobody: "Nobody may see what customers write here." },
        { name: "answer", label: "Answer", nobody: "Nobody may answer customers here." },
    ],
};

function rolesHint(isAdministrator) {
    return element("p", { class: "help" }, "Whoever holds one of the roles may. Being an administrator is no way round. ",
        isAdministrator && element("a", { href: "/panel/roles" }, "Make or change roles"));
}

/// Two beside each other, where there is room.
function pairs(fields) { return element("div", { class: "field-pairs" }, fields.map((field) => field.element)); }

function card(title, ...content) {
    return element("section", { class: "card" }, element("h2", null, title), content);
}

/// The document of the contact point itself.
function ownPortion({ body: shown, tag }, { base, signal, renamed }) {
    const words = (name, label, help) => linesField({
        name: `optOut.${name}`, label, help, value: shown.optOut[name], rows: 2,
    });
    const reply = (name, label, help) => textArea({
        name: `optOut.${name}`, label, help, value: shown.optOut[name], rows: 2, maxlength: 320, placeholder: "The standard text",
    });
    const identity = [
        textField({ name: "label", label: "Label", value: shown.label, isRequired: true, maxlength: 100 }),
        languageField(shown.language), timeZoneField(shown.timeZone), regionField(shown.region),
    ];
    const optOut = [
        words("stopWords", "Words that mean STOP",
            "One on each line: ARRET, ALTO. A message that is just the word stops whoever sent it."),
        reply("stopReply", "Reply to STOP",
            "Where the gateway is the one to answer. At most 320 characters; no advertising. Empty for the standard text."),
        words("startWords", "Words that mean START", "One on each line."),
        reply("startReply", "Reply to START", "Empty for the standard text."),
        words("helpWords", "Words that mean HELP", "One on each line."),
        reply("helpReply", "Reply to HELP", "Empty for the standard text."),
        switchField({ name: "optOut.yesMeansStart", label: "YES means START, too", value: shown.optOut.yesMeansStart }),
    ];
    const unproven = choiceField({
        name: "unprovenSends", label: "When nothing shows whether a message was taken", value: shown.unprovenSends,
        help: "After a broken connection, say. Sent again, a customer may rarely get it twice; held, a person decides.",
        choices: [
            { value: "sendAgain", label: "Send it once more" }, { value: "hold", label: "Hold it until a person decides" },
        ],
    });
    const fields = [...identity, ...optOut, unproven];
    const take = ({ body, tag }) => {
        renamed(body.label);
        return { tag, values: Object.fromEntries(fields.map((field) => [field.name, valueOf(body, field.name)])) };
    };
    const made = { identity, optOut, unproven, timeZoneChanged: async () => {} };
    made.portion = {
        fields, tag,
        async save(values, tag) {
            const saved = take(await call("PATCH", base, { body: nested(values), tag }));
            if (values.timeZone) await made.timeZoneChanged();
            return saved;
        },
        reload: async () => take(await call("GET", base, { signal })),
    };
    return made;
}

function valueOf(document, name) {
    return name.split(".").reduce((within, key) => within?.[key], document) ?? (name.endsWith("Reply") ? "" : undefined);
}

/// `optOut.stopWords` as the API has it: in the object that is named before the point.
function nested(values) {
    const made = {};
    for (const [name, value] of Object.entries(values)) {
        const [outer, inner] = name.split(".");
        if (inner) (made[outer] ??= {})[inner] = value;
        else made[name] = value;
    }
    return made;
}
