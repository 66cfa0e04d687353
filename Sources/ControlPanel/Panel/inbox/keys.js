/// A key under which a request is carried out once, however often it is made.
export function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/// The key of a content: the same for as long as the content stays the same, so that a repetition is known for one.
export class ContentKey {
    #content = null;
    #key = null;

    of(body) {
        const content = JSON.stringify(body);
        if (content !== this.#content) [this.#content, this.#key] = [content, newKey()];
        return this.#key;
    }
}
