/// Tells that the visitor types: once they have for two seconds, again while they go on, and no more after ten seconds
/// without a key.
export class Typing {
    #tell;
    #begin = null;
    #end = null;
    #lastTold = 0;

    constructor(tell) {
        this.#tell = tell;
    }

    /// A key was pressed.
    touch() {
        clearTimeout(this.#end);
        this.#end = setTimeout(() => this.stop(), 10_000);
        if (this.#lastTold) {
            if (Date.now() - this.#lastTold > 5_000) this.#say(true);
        } else {
            this.#begin ??= setTimeout(() => this.#say(true), 2_000);
        }
    }

    /// The field is empty, or was left alone.
    stop() {
        const wasTold = this.#lastTold !== 0;
        this.sent();
        if (wasTold) this.#tell(false);
    }

    /// The message is out, which ends the typing by itself.
    sent() {
        clearTimeout(this.#begin);
        clearTimeout(this.#end);
        this.#begin = null;
        this.#lastTold = 0;
    }

    #say(isTyping) {
        this.#lastTold = Date.now();
        this.#tell(isTyping);
    }
}
