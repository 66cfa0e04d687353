import { element } from "../frame/element.js";
import { Problem } from "../frame/api.js";
import { newKey } from "./keys.js";
import { sizeText } from "./files.js";

/// The files that are to go with a message: each is uploaded when it is chosen, and says how far that is.
///
/// `value` is `[{id, name, size}]` of those that are there; `onchange` is called when that changes.
export class Attachments {
    #items = [];
    #input = element("input", { type: "file", multiple: true, hidden: true, tabindex: -1, "aria-label": "Files to attach" });
    #list = element("ul", { role: "list", class: "attachments", "aria-label": "Attached files" });
    button = element("button", { type: "button", onclick: () => this.#input.click() }, "Attach files");
    element = element("div", { class: "attachment-place" }, this.#list, this.#input);

    constructor(files, { signal, onchange }) {
        this.onchange = onchange;
        this.signal = signal;
        for (const file of files) this.#items.push(this.#item(file));
        this.#draw();
        this.#input.addEventListener("change", () => {
            this.add(this.#input.files);
            this.#input.value = "";
        });
        signal.addEventListener("abort", () => { for (const item of this.#items) item.request?.abort(); });
    }

    get value() { return this.#items.filter((item) => item.id).map(({ id, name, size }) => ({ id, name, size })); }
    get isBusy() { return this.#items.some((item) => item.request); }

    add(files) {
        for (const file of files) {
            const item = this.#item({ name: file.name, size: file.size });
            this.#items.push(item);
            this.#upload(item, file);
        }
        this.#draw();
    }

    clear() {
        this.#items = [];
        this.#draw();
    }

    #item(file) {
        const item = { ...file, request: null };
        item.state = element("span", { class: "faint" });
        item.bar = element("progress", { max: 1, value: 0, hidden: true, "aria-label": `Upload of ${file.name}` });
        item.element = element("li", null, element("span", null, `${file.name} (${sizeText(file.size)}) `), item.bar, item.state,
            element("button", { type: "button", class: "quiet", "aria-label": `Remove ${file.name}`, onclick: () => this.#remove(item) }, "Remove"));
        return item;
    }

    #draw() {
        this.#list.replaceChildren(...this.#items.map((item) => item.element));
        this.#list.hidden = this.#items.length === 0;
    }

    #remove(item) {
        item.request?.abort();
        this.#items = this.#items.filter((one) => one !== item);
        this.#draw();
        this.button.focus();
        this.onchange();
    }

    /// By the browser's older way, which tells how far it is.
    #upload(item, file) {
        const request = new XMLHttpRequest();
        item.request = request;
        item.bar.hidden = false;
        item.state.textContent = "";
        request.open("POST", `/v1/media?fileName=${encodeURIComponent(file.name.replaceAll(/[/\\]/g, "_").slice(-200))}`);
        request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
        request.setRequestHeader("Idempotency-Key", newKey());
        request.responseType = "json";
        request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) item.bar.value = event.loaded / event.total; });
        request.addEventListener("loadend", () => {
            item.request = null;
            item.bar.hidden = true;
            if (request.status === 201) {
                item.id = request.response.id;
                item.state.textContent = "Ready";
            } else if (request.status !== 0 || !this.signal.aborted) {
                const problem = new Problem(request.status, request.response ?? {});
                item.state.textContent = `Not attached: ${problem.message}`;
                item.state.className = "fault";
            }
            this.onchange();
        });
        request.send(file);
        this.onchange();
    }
}
