import { API } from "./api.js";
import { App } from "./app.js";
import { Chat } from "./chat.js";
import { Host } from "./host.js";
import { NoAPI, Preview } from "./preview.js";
import { Session } from "./session.js";
import { Store } from "./store.js";
import { takeOver } from "./undocked.js";

const address = new URL(".", location.href);
const query = new URLSearchParams(location.search);
const name = address.pathname.split("/").at(-2);

function begin(parts) {
    const chat = new Chat(parts);
    chat.show(new App(chat));
    return chat;
}

async function talk(host, store, isOwnWindow) {
    const api = new API(address, store);
    const chat = begin({ api, store, host, isOwnWindow });
    chat.session = new Session(api, store, chat);
    chat.session.site = host.site;
    await chat.session.begin(host.options.identity);
}

if (query.has("preview")) {
    const preview = new Preview();
    const store = new Store(`${name}.preview`);
    preview.show(begin({ api: new NoAPI(), store, host: preview.host, isPreview: true }));
} else {
    const store = new Store(name);
    const isOwnWindow = query.has("window");
    const meeting = isOwnWindow ? takeOver(store) : Host.meet();
    meeting.then((host) => talk(host, store, isOwnWindow));
}
