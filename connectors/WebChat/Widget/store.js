/// What a browser keeps for this chat. Where it keeps nothing (storage is blocked), the page's memory has to do.
export class Store {
    #memory = new Map();

    constructor(chat) {
        this.prefix = `gatehouse.${chat}.`;
    }

    get(name, place = "localStorage") {
        const key = this.prefix + name;
        if (this.#memory.has(key)) return this.#memory.get(key);
        try {
            return JSON.parse(window[place].getItem(key));
        } catch {
            return null;
        }
    }

    set(name, value, place = "localStorage") {
        const key = this.prefix + name;
        try {
            if (value === null || value === undefined) window[place].removeItem(key);
            else window[place].setItem(key, JSON.stringify(value));
            this.#memory.delete(key);
        } catch {
            this.#memory.set(key, value ?? null);
        }
    }

    /// Calls back when another tab has changed a value.
    watch(name, changed) {
        addEventListener("storage", (event) => {
            if (event.key === this.prefix + name || event.key === null) changed();
        });
    }
}
