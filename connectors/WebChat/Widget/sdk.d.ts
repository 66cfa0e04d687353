/**
 * What a page's script can do with the web chat.
 *
 * One tag puts the chat on a page:
 *
 *     <script async src="https://chat.example.com/clients/webchat/shop/loader.js"></script>
 *
 * The page's Content-Security-Policy needs `script-src https://chat.example.com` and `frame-src
 * https://chat.example.com`, and nothing else.
 *
 * The tag may carry options: `data-language="de"`, `data-theme="dark"`, `data-enforce-availability="false"`,
 * `data-container="#chat"`, `data-launcher="false"`, `data-open`. A script may set them by `configure`.
 *
 * The loader comes when it comes. What is to be done before that is handed to `push`, which is an array's until then:
 *
 *     (window.Gatehouse ||= []).push((chat) => {
 *         chat.configure({ language: "de" });
 *         chat.on("messageArrived", ({ from, text }) => console.log(from, text));
 *     });
 *
 * Calls wait until the chat is there. They fail where the browser is not supported, or the method says why.
 */
export interface Gatehouse {
    /** Sets options. Those about the frame itself (`container`, `open`) count only before the page is loaded. */
    configure(options: Options): void;

    /** Opens the chat, or its own window where the chat is undocked and the visitor has just clicked. */
    open(): Promise<void>;
    /** Minimises the chat. The conversation goes on. */
    close(): Promise<void>;
    /** Whether the chat itself shows, and not only its launcher, or nothing. */
    getChatVisibility(): Promise<boolean>;
    /** The same as `open` and `close`. */
    setChatVisibility(isVisible: boolean): Promise<void>;

    /** Whether agents can be reached, by the availability rules; kept up by the gateway within two seconds. */
    getAgentAvailability(): Promise<Availability>;
    /** How agents and the API know the visitor: the customer's address on this platform. */
    getHandle(): Promise<string | null>;
    /** What has become of the visitor's last conversation. */
    getChatStatus(): Promise<ChatStatus>;
    /** Whether the chat works in this browser. Where it does not, nothing shows. */
    isSupportedBrowser(): boolean;

    /** Fills in a field of the welcome form, by the field's id. The visitor may change it. */
    setRegistrationField(id: string, value: string): Promise<void>;
    /** What agents are told with the messages from now on, such as the page, or what lies in the cart. */
    setContext(context: Record<string, string>): Promise<void>;

    /**
     * Tells who the visitor is, by a token that the site's backend has signed (a JWT, for an hour). Another person than
     * before gets a conversation of their own. Fails where the token does not hold.
     */
    identify(token: string): Promise<void>;
    /** Forgets the visitor, as when they log out of the site: what was said does not show any more. */
    logout(): Promise<void>;

    on<Name extends keyof Events>(event: Name, listener: (detail: Events[Name]) => void): void;
    off<Name extends keyof Events>(event: Name, listener: (detail: Events[Name]) => void): void;

    /** Calls at once. Before the loader is there, an array's `push` keeps the call for it. */
    push(call: (chat: Gatehouse) => void): void;
}

export interface Options {
    /** A language of BCP 47. Without it the page's `lang` counts, then the browser's languages. */
    language?: string;
    /** `auto` follows the visitor's system. */
    theme?: "light" | "dark" | "auto";
    /** `false` shows the launcher whatever the availability rules say. */
    enforceAvailability?: boolean;
    /** `false` shows no launcher: the page has its own, which calls `open`. */
    launcher?: boolean;
    /** Opens the chat as soon as the page is there. */
    open?: boolean;
    /** An element, or a selector of one, that the chat fills, always open. Without it the chat is in a corner. */
    container?: string | HTMLElement;
    /** A token for `identify`, known from the start. */
    identity?: string;
    /** Welcome fields, at most 20. They count only until a form is first saved for the chat. */
    form?: Field[];
}

export interface Field {
    /** At most 80 letters, digits, dots, hyphens and underscores. `firstName` and `lastName` become the customer's name. */
    id: string;
    type?: "text" | "number" | "email" | "tel" | "textarea" | "select";
    label?: string;
    isRequired?: boolean;
    /** What a `select` offers. */
    options?: string[];
    /** The answer becomes the first message. */
    isFirstMessage?: boolean;
}

export interface Availability {
    isAvailable: boolean;
    /** Why not, such as `outsideHours` or `noAgents`. */
    reason: string | null;
}

export type ChatStatus = "none" | "open" | "closed";

export interface Events {
    /** The chat was opened or minimised, by anybody. */
    visibilityChanged: boolean;
    /** An agent's message came; `at` is in milliseconds since 1970. */
    messageArrived: { id: string; from: string | null; text: string | null; at: number };
    availabilityChanged: Availability;
    /** A conversation began: its id. */
    newSession: string;
    statusChanged: ChatStatus;
}

declare global {
    interface Window {
        Gatehouse: Gatehouse | Array<(chat: Gatehouse) => void>;
    }
}
