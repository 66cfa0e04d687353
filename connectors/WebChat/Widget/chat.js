import { Attention } from "./attention.js";
import { Conversation } from "./conversation.js";
import { declaredFields, errorsByField } from "./fields.js";
import { Outbox } from "./outbox.js";
import { Receipts } from "./receipts.js";
import { SDK } from "./sdk.js";
import { Texts } from "./texts.js";
import { Typing } from "./typing.js";
import { Uploads } from "./uploads.js";
import { OwnWindow } from "./undocked.js";

/// The chat of one page: all its state, and everything a visitor can do. The views show it, and call it.
export class Chat {
    conversation = new Conversation();
    /// Nothing shows until they are there.
    texts = null;
    isOpen = false;
    isOffline = false;
    isRefused = false;
    /// The visitor wants another conversation after one that ended.
    isAnew = false;
    /// What the gateway said against the answers in the form, by field.
    formErrors = {};
    registration = {};
    context = {};
    session = null;
    #views = [];
    #isUpdating = false;
    #typingEnds = null;
    #wasConnected = true;
    #offlineTimer = null;

    constructor({ api, store, host, isOwnWindow = false, isPreview = false }) {
        Object.assign(this, { api, store, host, isOwnWindow, isPreview });
        this.outbox = new Outbox(api, store, {
            changed: () => this.update(),
            accepted: (entry) => {
                this.conversation.accept(entry);
                this.isAnew = false;
            },
            formRefused: (entry, errors) => this.#formRefused(entry, errors),
        });
        this.uploads = new Uploads(api, () => this.settings, () => this.update());
        this.receipts = new Receipts(api, store);
        this.typing = new Typing((isTyping) => this.isTalking && api.post("typing", { isTyping }).catch(() => {}));
        this.attention = new Attention(this);
        this.ownWindow = new OwnWindow(this);
        this.sdk = new SDK(this);
        this.isOpen = this.isAlwaysOpen || (store.get("open", "sessionStorage") ?? host.options.open === true);
        Texts.load(this.#languages, null).catch(() => { /* Asked for again with the settings. */ });
        for (const name of ["muted", "read"]) store.watch(name, () => this.update());
    }

    get settings() { return this.conversation.settings; }
    get status() { return this.conversation.status; }
    get state() { return this.conversation.chat; }
    get isTalking() { return this.state.state === "open"; }
    get isMuted() { return this.store.get("muted") === true; }
    get isAlwaysOpen() { return this.isOwnWindow || this.isPreview || this.host.surroundings.isContained; }
    get isModal() { return this.isOpen && this.host.surroundings.isSmall && !this.isAlwaysOpen; }
    get hasSteppedBack() { return this.ownWindow.isOpen; }
    get isEnded() {
        return !this.settings.isEnabled || (this.state.state === "closed" && !this.isAnew && !this.pending.length);
    }
    get enforcesAvailability() { return this.host.options.enforceAvailability !== false; }
    get lacksAgents() {
        return !this.status.isAvailable && this.enforcesAvailability && !this.isTalking && !this.pending.length;
    }
    get unread() {
        const { readUpTo } = this.receipts;
        return this.conversation.messages
            .filter(({ from, status, at }) => from === "agent" && status !== "read" && at > readUpTo).length;
    }
    /// What was written and is not known to be with the gateway.
    get pending() {
        const known = new Set(this.conversation.messages.map((message) => message.clientId));
        return this.outbox.list.filter((entry) => !known.has(entry.id));
    }
    /// Which of the three shows: nothing, the button, or the chat.
    get mode() {
        if (!this.settings || this.isRefused) return "hidden";
        if (this.isAlwaysOpen) return this.settings.isEnabled || this.state.state !== "none" ? "chat" : "hidden";
        if (this.isOpen && !this.hasSteppedBack) return "chat";
        if (!this.settings.isEnabled || this.host.options.launcher === false) return "hidden";
        const isWanted = this.status.isAvailable || !this.enforcesAvailability || this.isTalking || this.pending.length;
        return isWanted || this.hasSteppedBack ? "launcher" : "hidden";
    }
    /// A visitor with a phone goes to their text messages instead.
    get smsAddress() {
        const number = this.settings.mobile?.smsNumber;
        const isPhone = navigator.userAgentData?.mobile ?? /Android|iPhone|iPod|Mobile/.test(navigator.userAgent);
        if (!number || !isPhone) return null;
        return `sms:${number.replace(/[^+\d]/g, "")}?&body=${encodeURIComponent(this.texts.get("smsBody"))}`;
    }

    /// The fields to be filled in first. Those of the page's script count only while none were ever saved.
    get fields() {
        const { isSaved, fields } = this.settings.form;
        const declared = isSaved ? [] : declaredFields(this.host.options.form);
        return declared.length ? { fields: declared, areDeclared: true } : { fields, areDeclared: false };
    }
    get form() { return this.store.get("form"); }
    get needsForm() {
        if (this.isTalking || this.isEnded || this.form || this.pending.length) return false;
        return this.fields.fields.length > 0;
    }

    // What the gateway says.

    load(session) {
        this.conversation.load(session);
        if (!session.settings.isEnabled) this.isOpen = this.isAlwaysOpen;
        this.connected(true);
        this.outbox.run();
        this.#settingsChanged();
    }

    receive(event, data) {
        if (!this.settings) return;
        const wasEnabled = this.settings.isEnabled;
        const arrived = this.conversation.receive(event, data);
        if (event === "typing") {
            clearTimeout(this.#typingEnds);
            this.#typingEnds = setTimeout(() => { this.conversation.typing = null; this.update(); }, 10_000);
        }
        if (event === "settings") {
            const isIdle = this.state.state === "none" && !this.pending.length;
            if (wasEnabled && !data.isEnabled && isIdle) this.isOpen = this.isAlwaysOpen;
            this.#settingsChanged();
        }
        if (event === "chat" && data.state === "open") {
            this.isAnew = false;
            this.store.set("form", null);
        }
        this.update();
        const isNews = arrived && arrived.at > this.receipts.readUpTo && arrived.status !== "read";
        if (isNews && this.texts) this.attention.arrived(arrived);
    }

    /// A stream that ends and begins again at once, as after a deploy, is nothing to speak of.
    connected(isConnected) {
        if (this.#wasConnected === isConnected) return;
        this.#wasConnected = isConnected;
        clearTimeout(this.#offlineTimer);
        if (isConnected) this.outbox.hurry();
        this.#offlineTimer = setTimeout(() => {
            this.isOffline = !isConnected;
            this.update();
        }, isConnected ? 0 : 2_500);
    }

    /// The gateway wants nothing of this page: nothing shows until it is loaded again.
    refused() {
        this.isRefused = true;
        this.update();
    }

    get #languages() {
        const { language, pageLanguage } = this.host.options;
        return [language, pageLanguage, ...navigator.languages, "en"];
    }

    async #settingsChanged() {
        try {
            const texts = await Texts.load(this.#languages, this.settings.texts);
            if (!this.texts?.equals(texts)) this.texts = texts;
            this.update();
        } catch {
            setTimeout(() => this.#settingsChanged(), 2_000);
        }
    }

    configured(options) {
        if (this.settings && "language" in options) this.#settingsChanged();
    }

    // What the visitor does.

    open({ takesFocus }) {
        if (!this.settings?.isEnabled) return;
        const isUndocked = !this.settings.layout.isDocked && takesFocus && !this.isAlwaysOpen;
        if (this.hasSteppedBack || isUndocked) return this.ownWindow.open();
        this.isOpen = true;
        this.store.set("open", true, "sessionStorage");
        this.update({ takesFocus });
    }

    close() {
        if (this.isAlwaysOpen) return;
        const hadFocus = document.hasFocus();
        this.isOpen = false;
        this.store.set("open", false, "sessionStorage");
        this.update({ takesFocus: hadFocus });
    }

    undock() {
        this.ownWindow.open();
        if (this.ownWindow.isOpen) this.close();
    }

    send(text) {
        const files = this.uploads.take();
        const message = {};
        if (text) message.text = text;
        if (files.length) message.files = files;
        if (Object.keys(this.context).length) message.context = this.context;
        const { form } = this;
        if (form && !this.isTalking) {
            Object.assign(message, form);
            this.store.set("form", null);
        }
        this.typing.sent();
        this.outbox.add(message);
    }

    /// Hands the answers in. The field that is the first message, if there is one, is sent at once.
    async submit(answers) {
        const { fields, areDeclared } = this.fields;
        const body = { form: answers, ...(areDeclared ? { declaredForm: fields } : {}) };
        await this.api.post("form", body);
        this.formErrors = {};
        this.store.set("form", body);
        this.store.set("answers", null, "sessionStorage");
        const first = fields.find((field) => field.isFirstMessage);
        if (first && answers[first.id]?.trim()) this.send(answers[first.id].trim());
        this.update({ takesFocus: true });
    }

    #formRefused(entry, errors) {
        this.formErrors = errorsByField(errors);
        if (entry.form) this.store.set("answers", entry.form, "sessionStorage");
        if (entry.text) this.store.set("draft", entry.text, "sessionStorage");
        this.uploads.putBack(entry.files ?? []);
    }

    async end() {
        await this.api.post("end");
        this.conversation.chat = { ...this.state, state: "closed" };
        this.update();
    }

    startAnew() {
        this.isAnew = true;
        this.update({ takesFocus: true });
    }

    mail(email) { return this.api.post("transcript", { email, language: this.texts.language }); }

    mute() {
        this.store.set("muted", !this.isMuted || null);
        this.update();
    }

    // What the page's script does.

    setRegistrationField(id, value) {
        this.registration[id] = value;
        this.update();
    }

    setContext(context) {
        this.context = Object.fromEntries(Object.entries(context ?? {}).map(([key, value]) => [key, String(value)]));
    }

    become(identity) { return this.session.become(identity); }

    /// Another visitor: nothing of the one before may be shown, or sent in their name.
    forget() {
        for (const name of ["form", "read", "told.read", "told.delivered"]) this.store.set(name, null);
        this.outbox.clear();
        this.forgetDraft();
    }

    /// What belongs to this tab alone.
    forgetDraft() {
        for (const name of ["answers", "draft"]) this.store.set(name, null, "sessionStorage");
        this.uploads.clear();
        this.ownWindow.close();
        this.isAnew = false;
    }

    tell(event, detail) { this.host.send({ event, detail }); }

    // Showing.

    show(view) { this.#views.push(view); }

    /// Lets the views follow, once for all changes of a moment.
    update(wish = {}) {
        this.wish = { ...this.wish, ...wish };
        if (this.#isUpdating) return;
        this.#isUpdating = true;
        queueMicrotask(() => {
            this.#isUpdating = false;
            if (!this.settings || !this.texts) return;
            const { wish } = this;
            this.wish = {};
            for (const view of this.#views) view.update(wish);
            this.#acknowledge();
            this.sdk.changed();
        });
    }

    #acknowledge() {
        const last = this.conversation.lastOfAgent;
        if (!last || this.isPreview || this.hasSteppedBack) return;
        this.receipts.delivered(last);
        if (this.mode !== "chat" || document.visibilityState !== "visible") return;
        if (last > this.receipts.readUpTo) queueMicrotask(() => this.update());
        this.receipts.read(last);
        this.host.send({ flash: null });
    }
}
