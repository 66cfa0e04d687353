import { onSignedOut } from "./frame/api.js";
import { Frame } from "./frame/frame.js";
import { router } from "./frame/router.js";
import { isKeptOut, me, recall } from "./frame/session.js";
import { routes } from "./routes.js";

/// Screens that somebody sees who is not signed in.
const open = ["/panel/sign-in", "/panel/reset", "/panel/forgotten"];

for (const [pattern, load] of routes) router.add(pattern, load);

const frame = new Frame();
await recall();
onSignedOut(() => {
    if (!open.includes(location.pathname)) location.assign(`/panel/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
});
if (me === null && !open.includes(location.pathname)) {
    const wanted = location.pathname.replace(/^\/panel\/?$/, "");
    history.replaceState({}, "", `/panel/sign-in${wanted ? `?to=${encodeURIComponent(wanted + location.search)}` : ""}`);
} else if (isKeptOut()) {
    history.replaceState({}, "", "/panel/account/second-factor");
}
frame.draw();
router.start();
