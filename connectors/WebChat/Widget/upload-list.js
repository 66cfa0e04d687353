import { element, iconButton, setAttribute, setText, textButton } from "./element.js";
import { icon } from "./icons.js";

/// What is being uploaded: how far each file is, and why one was refused.
export class UploadList {
    #chat;
    #rows = new Map();
    #left;

    /// - Parameter left: where the focus goes when a row that had it is gone.
    constructor(chat, left) {
        this.#chat = chat;
        this.#left = left;
        this.element = element("ul", { class: "uploads", "aria-label": chat.texts.get("files"), hidden: true });
    }

    update() {
        const { list } = this.#chat.uploads;
        setAttribute(this.element, "hidden", list.length === 0);
        for (const [key, row] of this.#rows) {
            if (list.some((upload) => upload.key === key)) continue;
            const hadFocus = row.element.contains(document.activeElement);
            row.element.remove();
            this.#rows.delete(key);
            if (hadFocus) this.#left();
        }
        for (const upload of list) {
            if (!this.#rows.has(upload.key)) {
                const row = this.#row(upload);
                this.#rows.set(upload.key, row);
                this.element.append(row.element);
            }
            this.#follow(upload, this.#rows.get(upload.key));
        }
    }

    #row(upload) {
        const { texts, uploads } = this.#chat;
        const label = { name: upload.name };
        const bar = element("progress", { max: 100, "aria-label": texts.get("uploading", label) });
        const problem = element("p", { class: "error", role: "alert" });
        const retry = textButton(texts.get("retry"), () => uploads.retry(upload));
        const act = { onclick: () => uploads.remove(upload) };
        const remove = iconButton(icon("close"), texts.get("removeFile", label), act);
        const name = element("span", { class: "file-name" }, upload.name);
        const row = element("li", {}, name, bar, problem, retry, remove);
        return { element: row, bar, problem, retry };
    }

    #follow(upload, row) {
        const { texts } = this.#chat;
        row.bar.value = Math.round(upload.progress * 100);
        setAttribute(row.bar, "hidden", upload.state !== "uploading");
        setText(row.problem, upload.problem ? this.#reason(upload) : "");
        setAttribute(row.retry, "hidden", upload.state !== "failed");
        setAttribute(row.element, "class", upload.state);
        setAttribute(row.element, "aria-busy", upload.state === "uploading" ? "true" : null);
        const isDone = upload.state === "done";
        setAttribute(row.element, "aria-label", isDone ? `${upload.name}, ${texts.get("uploaded")}` : null);
    }

    #reason({ problem, detail }) {
        const { texts, settings } = this.#chat;
        const key = {
            "media-too-large": "fileTooLarge", "media-type": "fileType", "media-empty": "fileEmpty",
            "media-infected": "fileInfected", "files-not-allowed": "filesOff", "too-many-requests": "tooMany",
        }[problem];
        return !key && detail ? detail : texts.get(key ?? "fileFailed", { size: texts.size(settings.mostFileBytes) });
    }
}
