import { api, call, path } from "../frame/api.js";

/// Sends again what has failed, as a new message: a message that has ended stays as it ended. A file is sent with one
/// message only, so it is uploaded anew.
///
/// Its key is made of the message's own, so that two presses send it once.
export async function sendAgain(message) {
    const key = `again-${message.id}`;
    const media = [];
    // Links to files work for an hour; these are new.
    const files = message.media.length > 0 ? (await api.get(path`/messages/${message.id}`)).message.media : [];
    for (const [place, file] of files.entries()) {
        if (!file.url) throw new Error("One of its files is gone. Attach it once more and send it by hand.");
        const { body } = await call("POST", `/media${file.fileName ? `?fileName=${encodeURIComponent(file.fileName)}` : ""}`, {
            body: await bytes(file), key: `${key}-${place}`,
        });
        media.push(body.id);
    }
    const given = {};
    if (message.text) given.text = message.text;
    if (media.length > 0) given.media = media;
    return api.post(path`/conversations/${message.conversation}/messages`, given, { key });
}

async function bytes(file) {
    const response = await fetch(file.url).catch(() => null);
    if (!response?.ok) throw new Error("One of its files cannot be read any more. Attach it once more and send it by hand.");
    return new Blob([await response.arrayBuffer()], { type: file.contentType });
}
