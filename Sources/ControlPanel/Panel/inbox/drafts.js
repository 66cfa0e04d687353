import { me } from "../frame/session.js";
import { newKey } from "./keys.js";

/// What is written and not sent, conversation by conversation, for as long as the browser's tab is open. With it, the key
/// under which it was tried to be sent: the same content never goes twice under two keys.
export class Draft {
    #name;

    constructor(conversation) {
        this.#name = `gatehouse-draft-${me.id}-${conversation}`;
        const kept = JSON.parse(sessionStorage.getItem(this.#name) ?? "{}");
        this.text = kept.text ?? "";
        this.files = kept.files ?? [];
        this.quickReplies = kept.quickReplies ?? [];
        this.tried = kept.tried ?? null;
    }

    keep() {
        const { text, files, quickReplies, tried } = this;
        const isEmpty = text === "" && files.length === 0 && quickReplies.length === 0;
        if (isEmpty) sessionStorage.removeItem(this.#name);
        else sessionStorage.setItem(this.#name, JSON.stringify({ text, files, quickReplies, tried }));
    }

    /// As the API takes it.
    get body() {
        const body = {};
        if (this.text.trim() !== "") body.text = this.text;
        if (this.files.length > 0) body.media = this.files.map((file) => file.id);
        const quickReplies = this.quickReplies.map((label) => label.trim()).filter(Boolean);
        if (quickReplies.length > 0) body.quickReplies = quickReplies.map((label) => ({ label }));
        return body;
    }

    /// The key of this content: the one it was tried with before, where nobody knows what became of that.
    key() {
        const content = JSON.stringify(this.body);
        if (this.tried?.content !== content) this.tried = { content, key: newKey() };
        this.keep();
        return this.tried.key;
    }

    clear() {
        this.text = "";
        this.files = [];
        this.quickReplies = [];
        this.tried = null;
        this.keep();
    }
}
