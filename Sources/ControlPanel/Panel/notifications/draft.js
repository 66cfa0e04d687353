import { me } from "../frame/session.js";

/// A notification that is written and not sent, for as long as the browser's tab is open: `{contactPoint, to, text}`.
const name = () => `gatehouse-notification-${me.id}`;

export const notificationDraft = {
    read: () => JSON.parse(sessionStorage.getItem(name()) ?? "{}"),
    keep: (draft) => sessionStorage.setItem(name(), JSON.stringify(draft)),
    clear: () => sessionStorage.removeItem(name()),
};
