import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";
import { me, mayDo } from "../frame/session.js";
import { button } from "../parts/button.js";
import { ask, confirm } from "../parts/dialog.js";
import { choiceField, textField } from "../parts/fields.js";
import { nameOf, people } from "./facts.js";
import { say } from "../parts/notice.js";

/// What can be done with a conversation, as buttons; none that the gateway would refuse.
///
/// - `changed(conversation)`: takes what the gateway answers.
export function conversationActions(conversation, { rights, messages, changed, complaint, startAgain }) {
    const { id, owner, state } = conversation;
    const isOpen = state !== "closed";
    const isMine = owner === me.id;
    const mayDispose = !owner || isMine || mayDo("manager");
    const act = (label, work, kind) => button(label, work, { kind, complaint });
    const post = async (word, body) => changed(await api.post(path`/conversations/${id}` + `/${word}`, body));
    return [
        rights.answer && isOpen && !owner && act("Claim", () => claim(conversation, changed), "primary"),
        rights.answer && isOpen && mayDispose && act("Assign …", () => assign(conversation, changed)),
        rights.answer && isOpen && owner && mayDispose && act("Release", () => post("release")),
        rights.answer && isOpen && act("Close …", () => close(conversation, changed)),
        rights.answer && act("Mail transcript …", () => mailTranscript(conversation, messages())),
        rights.answer && act("Reference …", () => setReference(conversation, changed)),
        !isOpen && startAgain && act("Start conversation …", startAgain, "primary"),
    ].filter(Boolean);
}

/// Where somebody was faster, it says who.
async function claim({ id }, changed) {
    try {
        changed(await api.post(path`/conversations/${id}/claim`));
    } catch (error) {
        if (error.code !== "already-owned") throw error;
        const taken = await api.get(path`/conversations/${id}`);
        changed(taken);
        error.message = `${nameOf(taken.owner, await people())} was faster: the conversation is theirs. They, or a manager, can hand it over.`;
        throw error;
    }
}

async function assign(conversation, changed) {
    const agents = await api.all(path`/agents?contactPoint=${conversation.contactPoint}`);
    const others = agents.filter((agent) => agent.id !== conversation.owner);
    if (others.length === 0) return "There is nobody else who may answer at this contact point.";
    const presence = { available: "available", currentConversationsOnly: "current conversations only", unavailable: "unavailable" };
    const to = choiceField({
        name: "to", label: "To", choices: others.map((agent) => ({
            value: agent.id, label: `${agent.id === me.id ? "Me" : agent.name}: ${presence[agent.presence] ?? agent.presence}, ${agent.load} of ${agent.capacity} open`,
        })),
    });
    await ask({
        title: "Assign this conversation", content: to.element,
        actions: [{ label: "Assign", act: async () => changed(await api.post(path`/conversations/${conversation.id}/assign`, { to: to.value })) }],
    });
}

async function close(conversation, changed) {
    await confirm("Close this conversation?", "Nothing more can be written in it. When the customer writes again, a new one begins.", "Close conversation",
        { act: async () => changed(await api.post(path`/conversations/${conversation.id}/close`)) });
}

async function mailTranscript(conversation, messages) {
    const known = messages.flatMap((message) => Object.values(message.details)).find((value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value));
    const email = textField({ name: "email", label: "E-mail address", type: "email", isRequired: true, value: known ?? "" });
    await ask({
        title: "Mail the transcript to the customer",
        content: element("div", null, element("p", null, "What was said so far, as text. Files are named, and not sent along."), email.element),
        actions: [{
            label: "Mail it", act: async () => {
                email.complain(null);
                try {
                    await api.post(path`/conversations/${conversation.id}/transcript`, { email: email.value.trim() });
                } catch (error) {
                    beside(error, email);
                    throw error;
                }
                say("The transcript will be mailed within seconds.");
            },
        }],
    });
}

async function setReference(conversation, changed) {
    const reference = textField({
        name: "externalReference", label: "External reference", value: conversation.externalReference ?? "", maxlength: 200,
        help: "What another system calls this conversation: a ticket, for example. Empty takes it away.",
    });
    await ask({
        title: "External reference", content: reference.element,
        actions: [{
            label: "Save", act: async () => {
                reference.complain(null);
                try {
                    changed(await api.patch(path`/conversations/${conversation.id}`, { externalReference: reference.value.trim() || null }));
                } catch (error) {
                    beside(error, reference);
                    throw error;
                }
            },
        }],
    });
}

/// What a refusal says of the only field of a dialog stands beside it.
function beside(error, field) {
    for (const fault of error.fields ?? []) {
        if (!field.answersFor(fault.field)) continue;
        field.complain(fault.reason);
        fault.isShown = true;
        field.focus();
    }
}
