import { element } from "../frame/element.js";
import { api, path } from "../frame/api.js";

/// The size of a file, as people say it.
export function sizeText(bytes) {
    if (bytes < 1024) return `${bytes} bytes`;
    if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
    return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/// The files of a message: pictures are shown, others linked; what is not here yet, or never will be, says so.
export function fileList(media) {
    if (media.length === 0) return null;
    return element("ul", { role: "list", class: "files" }, media.map((file) => element("li", null, shown(file))));
}

function shown(file) {
    const name = file.fileName ?? file.contentType ?? "File";
    if (file.state !== "ready" || !file.url) {
        const why = file.reason ? ` ${file.reason.explanation}` : "";
        return element("span", { class: "file-missing" },
            file.state === "failed" ? `${name}: this file is not here.${why}` : `${name}: being fetched …${why}`);
    }
    const link = element("a", { href: file.url, target: "_blank", rel: "noopener noreferrer" },
        `${name}${file.byteCount ? ` (${sizeText(file.byteCount)})` : ""}`, element("span", { class: "unseen" }, " (opens in a new tab)"));
    renewing(link, file);
    if (!file.contentType?.startsWith("image/")) return link;
    const picture = element("img", { src: file.url, alt: file.fileName ? `Picture: ${file.fileName}` : "Picture", loading: "lazy" });
    const linked = element("a", { href: file.url, target: "_blank", rel: "noopener noreferrer", class: "picture" }, picture,
        element("span", { class: "unseen" }, " (opens in a new tab)"));
    renewing(linked, file);
    // One that the browser cannot show can still be fetched.
    picture.addEventListener("error", () => linked.replaceWith(link));
    return linked;
}

/// A link works for an hour: whoever is about to follow an older one gets a new one.
function renewing(link, file) {
    const renew = async () => {
        if (new Date(file.urlExpiresAt) > Date.now()) return;
        try {
            Object.assign(file, await api.get(path`/media/${file.id}`));
            link.href = file.url;
        } catch (error) {
            console.warn("a link cannot be renewed", error.message);
        }
    };
    link.addEventListener("pointerenter", renew);
    link.addEventListener("focus", renew);
}
