const place = "gatehouse-connecting";

/// What is being connected in this tab of the browser: it is still known after a page of the platform, or a reload.
///
/// `{session, expiresAt, step, question, home, title}`. There are no secrets in it: what was entered is at the gateway alone.
export const keptSession = {
    /// `null` where nothing is being connected, or for too long.
    read() {
        try {
            const kept = JSON.parse(sessionStorage.getItem(place));
            if (kept && new Date(kept.expiresAt) > new Date()) return kept;
        } catch {
            // Not ours, or half written: as good as none.
        }
        sessionStorage.removeItem(place);
        return null;
    },
    write(kept) { sessionStorage.setItem(place, JSON.stringify(kept)); },
    clear() { sessionStorage.removeItem(place); },
};
