import { makeID } from "./waiting.js";
import { Refusal } from "./api.js";

/// The files of the message that is being written. Each is uploaded as soon as it is chosen.
export class Uploads {
    list = [];

    constructor(api, settings, changed) {
        this.api = api;
        this.settings = settings;
        this.changed = changed;
    }

    get isBusy() { return this.list.some((upload) => upload.state === "uploading"); }
    get done() { return this.list.filter((upload) => upload.state === "done"); }

    add(files) {
        for (const file of files) {
            const upload = { key: makeID(), file, name: file.name || "file", progress: 0, state: "uploading" };
            this.list.push(upload);
            const problem = this.#problem(file);
            if (problem) Object.assign(upload, { state: "refused", problem });
            else this.#send(upload);
        }
        this.changed();
    }

    remove(upload) {
        upload.request?.abort();
        this.list = this.list.filter((other) => other !== upload);
        this.changed();
    }

    clear() {
        for (const upload of this.list) this.remove(upload);
    }

    retry(upload) {
        Object.assign(upload, { state: "uploading", progress: 0, problem: null });
        this.#send(upload);
        this.changed();
    }

    /// - Returns: the files that are there, for a message; the list is empty then.
    take() {
        const files = this.done.map((upload) => upload.stored);
        this.list = this.list.filter((upload) => upload.state !== "done");
        this.changed();
        return files;
    }

    /// Files of a message that was refused for something else.
    putBack(files) {
        for (const stored of files) {
            this.list.push({ key: stored.id, stored, name: stored.name, progress: 1, state: "done" });
        }
        this.changed();
    }

    /// What can be seen before any byte is sent. What a file really is, the gateway finds out.
    #problem(file) {
        const { mostFileBytes, fileTypes } = this.settings();
        if (file.size === 0) return "media-empty";
        if (file.size > mostFileBytes) return "media-too-large";
        if (file.type && fileTypes.length && !fileTypes.includes(file.type)) return "media-type";
        return null;
    }

    async #send(upload, isAgain = false) {
        const ticket = this.api.store.get("ticket")?.ticket;
        try {
            upload.stored = await this.#request(upload, ticket);
            upload.state = "done";
        } catch (refusal) {
            if (!this.list.includes(upload)) return;
            if (refusal.status === 401 && !isAgain) {
                await this.api.renew(ticket).catch(() => {});
                return this.#send(upload, true);
            }
            upload.state = refusal.isPassing ? "failed" : "refused";
            upload.problem = refusal.type || "failed";
            upload.detail = refusal.isPassing ? null : refusal.detail;
        }
        this.changed();
    }

    /// By XMLHttpRequest, which alone tells how far an upload is.
    #request(upload, ticket) {
        return new Promise((resolve, reject) => {
            const request = upload.request = new XMLHttpRequest();
            request.open("POST", new URL(`files?name=${encodeURIComponent(upload.name)}`, this.api.base));
            request.setRequestHeader("Authorization", `Bearer ${ticket}`);
            request.setRequestHeader("Content-Type", upload.file.type || "application/octet-stream");
            request.upload.onprogress = ({ loaded, total }) => {
                upload.progress = total ? loaded / total : 0;
                this.changed();
            };
            request.onerror = request.onabort = () => reject(new Refusal(0));
            request.onload = () => {
                let body = {};
                try { body = JSON.parse(request.responseText); } catch { /* An answer of a proxy. */ }
                if (request.status === 201) resolve(body);
                else reject(new Refusal(request.status, body));
            };
            request.send(upload.file);
        });
    }
}
