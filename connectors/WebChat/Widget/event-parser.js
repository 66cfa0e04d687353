/// Reads `text/event-stream` as the HTML standard has it (9.2.6), from pieces cut anywhere.
export class EventParser {
    #decoder = new TextDecoder();
    #rest = "";
    #data = null;
    #name = "";
    /// The id of the last event that was whole: what `Last-Event-ID` says.
    lastID = "";
    #id = "";
    #endsWithReturn = false;

    /// - Returns: the events that have become whole.
    read(bytes) {
        let text = this.#decoder.decode(bytes, { stream: true });
        if (this.#endsWithReturn && text.startsWith("\n")) text = text.slice(1);
        if (text !== "") this.#endsWithReturn = text.endsWith("\r");
        const lines = (this.#rest + text).split(/\r\n|\n|\r/);
        this.#rest = lines.pop();
        return lines.map((line) => this.#take(line)).filter((event) => event);
    }

    #take(line) {
        if (line === "") return this.#dispatch();
        const colon = line.indexOf(":");
        const field = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (field === "event") this.#name = value;
        else if (field === "data") this.#data = this.#data === null ? value : `${this.#data}\n${value}`;
        else if (field === "id" && !value.includes("\0")) this.#id = value;
        return null;
    }

    #dispatch() {
        const event = { event: this.#name || "message", data: this.#data };
        this.lastID = this.#id;
        this.#name = "";
        this.#data = null;
        return event.data === null || event.data === "" ? null : event;
    }
}
