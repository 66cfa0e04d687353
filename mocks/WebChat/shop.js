/// What a page's own script may do with the chat. Calls before the loader is there wait for it.
(window.Gatehouse = window.Gatehouse || []).push((chat) => {
    const show = (id, text) => { document.getElementById(id).textContent = text; };
    const showAvailability = ({ isAvailable, reason }) => {
        show("availability", isAvailable ? "available" : reason || "not available");
    };
    const showStatus = (status) => show("status", status);
    const showVisibility = (isVisible) => show("visibility", isVisible ? "open" : "minimised");

    // `?chat={"language":"de"}` sets the chat's options, to try them.
    const options = new URLSearchParams(location.search).get("chat");
    if (options) chat.configure(JSON.parse(options));
    chat.setContext({ page: location.pathname });

    chat.on("availabilityChanged", showAvailability);
    chat.on("statusChanged", showStatus);
    chat.on("visibilityChanged", showVisibility);
    chat.on("messageArrived", ({ from, text }) => show("message", `${from || "agent"}: ${text || "a file"}`));

    const begin = () => {
        chat.getAgentAvailability().then(showAvailability);
        chat.getChatStatus().then(showStatus);
        chat.getChatVisibility().then(showVisibility);
        const click = (id, act) => document.getElementById(id).addEventListener("click", act);
        click("ask", () => chat.open());
        click("open", () => chat.open());
        click("close", () => chat.close());
        click("logout", () => chat.logout());
        for (const button of document.querySelectorAll("[data-product]")) {
            button.addEventListener("click", () => {
                chat.setContext({ page: location.pathname, product: button.dataset.product });
                chat.open();
            });
        }
    };
    document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", begin) : begin();
});
