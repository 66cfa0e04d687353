/// Answers what the page's script asks (sdk.d.ts), and tells it what has changed.
export class SDK {
    #chat;
    #last = null;

    constructor(chat) {
        this.#chat = chat;
        chat.host.received = (message) => this.#receive(message);
    }

    async #receive({ call, method, values = [], options, surroundings }) {
        if (options) this.#chat.configured(options);
        if (options || surroundings) this.#chat.update();
        if (!call) return;
        try {
            const known = this.#methods[method];
            if (!known) throw new Error(`There is no method ${method}.`);
            this.#chat.host.send({ reply: call, value: await known(...values) });
        } catch (error) {
            this.#chat.host.send({ reply: call, error: error.message });
        }
    }

    #methods = {
        open: () => this.#chat.open({ takesFocus: true }),
        close: () => this.#chat.close(),
        getChatVisibility: () => this.#chat.mode === "chat",
        setChatVisibility: (isVisible) => (isVisible ? this.#chat.open({ takesFocus: true }) : this.#chat.close()),
        getAgentAvailability: () => ({ ...this.#chat.status }),
        getHandle: () => this.#chat.conversation.handle,
        getChatStatus: () => this.#chat.state.state,
        setRegistrationField: (id, value) => this.#chat.setRegistrationField(String(id), String(value)),
        setContext: (context) => this.#chat.setContext(context),
        identify: (token) => this.#chat.become(String(token)),
        logout: () => this.#chat.become(null),
    };

    /// Compares with what was told last, and tells what is new.
    changed() {
        const chat = this.#chat;
        const now = {
            visibilityChanged: chat.mode === "chat",
            availabilityChanged: chat.status.isAvailable,
            newSession: chat.state.conversation,
            statusChanged: chat.state.state,
        };
        const last = this.#last;
        this.#last = now;
        if (!last) return chat.host.send({ ready: true });
        for (const event of Object.keys(now)) {
            if (now[event] === last[event] || (event === "newSession" && !now[event])) continue;
            chat.tell(event, event === "availabilityChanged" ? { ...chat.status } : now[event]);
        }
    }
}
