/// Puts the chat on a page by one tag. It makes one frame, gives it room, and is the page's word to it (sdk.d.ts).
/// It leaves the page's own markup, styles and handlers alone, and needs nothing of its Content-Security-Policy but
/// `script-src` and `frame-src` for the gateway.
(() => {
    "use strict";
    const queued = window.Gatehouse;
    if (queued && queued.configure) return;
    const script = document.currentScript;
    const origin = new URL(script.src).origin;
    const options = {};
    for (const name in script.dataset) {
        const value = script.dataset[name];
        options[name] = value === "false" ? false : value === "true" || value === "" ? true : value;
    }
    const isSupported = !!(window.HTMLDialogElement && window.ReadableStream && window.CSS && CSS.supports("inset: 0"));
    const small = matchMedia("(max-width: 560px), (max-height: 500px)");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const frame = document.createElement("iframe");
    const listeners = {}, answers = {}, waiting = [];
    let port, size, container, calls = 0, isReady = false, isThere = false, wait = 5000;

    const style = (values) => Object.assign(frame.style, values);
    const send = (message) => port && port.postMessage(message);
    const surroundings = () => ({ isSmall: small.matches, isDark: dark.matches, isContained: !!container });

    /// The frame always has the chat's size, and is clipped to what shows: nothing on the page moves, ever.
    const place = () => {
        if (!size) return;
        const isFull = small.matches && !container, isOpen = size.mode === "chat";
        const [width, height] = size.clip, { vertical, horizontal } = size;
        if (size.title) frame.title = size.title;
        style({ visibility: size.mode === "hidden" ? "hidden" : "visible" });
        if (!container) {
            const isTop = vertical === "top", isLeft = horizontal === "left";
            const edge = (isHere) => (isFull || isHere ? "0" : "auto");
            const cut = (isHere, length) => (isHere ? `calc(100% - ${length}px)` : "0");
            const cuts = [cut(!isTop, height), cut(isLeft, width), cut(isTop, height), cut(!isLeft, width)];
            style({
                top: edge(isTop), bottom: edge(!isTop), left: edge(isLeft), right: edge(!isLeft),
                width: isFull ? "100%" : size.width + "px", height: isFull ? "100%" : size.height + "px",
                clipPath: isOpen ? "none" : `inset(${cuts.join(" ")})`,
            });
            keyboard();
        }
        setAside(isFull && isOpen);
    };
    /// What lies behind a chat that fills the screen cannot be reached.
    let aside = [];
    const setAside = (isModal) => {
        if (!isModal) { for (const other of aside) other.inert = false; aside = []; return; }
        for (const other of document.body.children) {
            if (other !== frame && !other.inert) { other.inert = true; aside.push(other); }
        }
    };
    /// A phone's keyboard covers the page; the chat ends above it.
    const keyboard = () => {
        const view = window.visualViewport;
        if (view && size && size.mode === "chat" && small.matches && view.scale === 1) {
            style({ height: view.height + "px", top: view.offsetTop + "px", bottom: "auto" });
        }
    };

    let title, flashing;
    const flash = (text) => {
        if (flashing) { clearInterval(flashing); document.title = title; }
        flashing = undefined;
        if (!text || !document.hidden) return;
        title = document.title;
        document.title = text;
        const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
        flashing = setInterval(() => {
            if (!isStill) document.title = document.title === text ? title : text;
        }, 1000);
    };
    document.addEventListener("visibilitychange", () => document.hidden || flash(null));

    const receive = ({ data }) => {
        isThere = true;
        if (data.ready) { isReady = true; for (const call of waiting.splice(0)) send(call); }
        if (data.size) { size = data.size; place(); }
        if ("flash" in data) flash(data.flash);
        if (data.event) for (const listener of [...(listeners[data.event] || [])]) listener(data.detail);
        if (data.reply && answers[data.reply]) {
            const [resolve, reject] = answers[data.reply];
            delete answers[data.reply];
            "error" in data ? reject(new Error(data.error)) : resolve(data.value);
        }
    };
    /// Each document in the frame is greeted with a port of its own, which no other script on the page can have.
    frame.addEventListener("load", () => {
        const channel = new MessageChannel();
        port = channel.port1;
        port.onmessage = receive;
        isReady = isThere = false;
        // What came may be an error page, of a gateway that is just being started.
        setTimeout(() => { if (!isThere) frame.src += ""; }, wait = Math.min(wait * 2, 120000));
        const { container: _, ...plain } = options;
        const greeting = { gatehouse: "hello", options: plain, surroundings: surroundings() };
        greeting.options.pageLanguage = document.documentElement.lang;
        frame.contentWindow.postMessage(greeting, origin, [channel.port2]);
    });
    for (const query of [small, dark]) {
        query.addEventListener("change", () => { place(); send({ surroundings: surroundings() }); });
    }
    if (window.visualViewport) visualViewport.addEventListener("resize", place);

    const ask = (method, ...values) => new Promise((resolve, reject) => {
        if (!isSupported) return reject(new Error("This browser is not supported."));
        const call = { call: ++calls, method, values };
        answers[calls] = [resolve, reject];
        isReady ? send(call) : waiting.push(call);
    });
    const Gatehouse = window.Gatehouse = {
        configure(values) { Object.assign(options, values); send({ options: { ...values, container: undefined } }); },
        on(event, listener) { (listeners[event] = listeners[event] || new Set()).add(listener); },
        off(event, listener) { if (listeners[event]) listeners[event].delete(listener); },
        isSupportedBrowser: () => isSupported,
        push: (call) => call(Gatehouse),
    };
    for (const method of [
        "open", "close", "getChatVisibility", "setChatVisibility", "getAgentAvailability", "getHandle", "getChatStatus",
        "setRegistrationField", "setContext", "identify", "logout",
    ]) Gatehouse[method] = ask.bind(null, method);
    if (Array.isArray(queued)) queued.forEach(Gatehouse.push);

    const begin = () => {
        const place = options.container;
        container = typeof place === "string" ? document.querySelector(place) : place;
        frame.src = new URL("frame", script.src).href;
        frame.title = "Chat";
        frame.allow = "autoplay";
        style({ border: "0", colorScheme: "light", background: "none", visibility: "hidden" });
        style(container
            ? { width: "100%", height: "100%", display: "block" }
            : { position: "fixed", width: "0", height: "0", bottom: "0", right: "0", zIndex: "2147483000" });
        (container || document.body).append(frame);
    };
    if (!isSupported) return;
    document.readyState === "loading" ? addEventListener("DOMContentLoaded", begin) : begin();
})();
