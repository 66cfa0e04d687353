import { element } from "../frame/element.js";
import { api, call, path } from "../frame/api.js";
import { mayDo } from "../frame/session.js";
import { choiceField, textField } from "../parts/fields.js";
import { SettingsForm } from "../parts/settings-form.js";
import { time } from "../parts/time.js";
import { facts } from "../parts/facts.js";
import { agentCard } from "./agent-card.js";
import { levelChoices, levelLabel } from "./levels.js";
import { roleLabels, rolesField } from "./role-choices.js";
import { accessCard } from "./user-access.js";
import { nameOf, userBadge } from "./user-parts.js";

/// One user: who it is, what they may do, how they get in, and whether they are there to answer.
export async function show({ params, signal }) {
    const address = path`/users/${params.id}`;
    const [{ body: user, tag }, roles, agents] = await Promise.all([
        call("GET", address, { signal }), api.get("/roles", { signal }).then((page) => page.items),
        api.all("/agents?limit=200", { signal }),
    ]);
    const state = element("span", { role: "status" });
    const known = element("div");
    const draw = (now) => {
        state.replaceChildren(userBadge(now));
        known.replaceChildren(facts([
            ["Made", time(now.createdAt)], ["Password set", now.passwordSetAt ? time(now.passwordSetAt) : "not yet"],
            ["Last signed in", now.lastLogInAt ? time(now.lastLogInAt) : "never"],
            ["Second factor", now.hasSecondFactor ? "set up" : "none"],
        ]));
    };
    draw(user);
    const agent = agents.find((one) => one.id === user.id);
    const parts = [
        agent && agentCard(agent, signal),
        element("div", { class: "card" }, element("h2", null, "Getting in"), known,
            mayDo("administrator") && accessCard(user, address, { signal, draw })),
    ];
    const mayChange = mayDo("administrator") && user.state !== "erased";
    return {
        title: nameOf(user),
        element: element("section", null,
            mayChange ? changeable(user, tag, roles, address, state, signal) : readOnly(user, roles, state), parts),
    };
}

function changeable(user, tag, roles, address, state, signal) {
    const form = new SettingsForm({ signal, title: nameOf(user), about: state });
    const fields = [
        textField({ name: "name", label: "Name", value: user.name, isRequired: true, maxlength: 100 }),
        textField({ name: "email", label: "E-mail address", type: "email", value: user.email, isRequired: true }),
        choiceField({
            name: "level", label: "Level", value: user.level, choices: levelChoices, help: "Another level ends every session of the user.",
        }),
        rolesField(roles, { value: user.roles, help: "Every active user holds “everyone” besides." }),
    ];
    const take = ({ body, tag }) => ({ tag, values: body });
    form.add({
        fields, tag, reload: async () => take(await call("GET", address, { signal })),
        save: async (values, tag) => take(await call("PATCH", address, { body: values, tag })),
    });
    form.element.append(element("div", { class: "card" },
        element("h2", null, "Who it is, and what they may do"), fields.map((field) => field.element)));
    return form.element;
}

function readOnly(user, roles, state) {
    return element("div", null,
        element("div", { class: "heading" }, element("h1", null, nameOf(user)), state),
        element("div", { class: "card" }, facts([
            ["E-mail address", user.email], ["Level", levelLabel(user.level)], ["Roles", roleLabels(roles, user.roles ?? [])],
        ])));
}
