"""The chat in a window of its own, and the preview of the control panel."""

from playwright.sync_api import expect

from shop import Shop, eventually


class Window(Shop):
    """The chat, where it is a page."""

    def __init__(self, page, gateway):
        page.wait_for_load_state()
        super().__init__(page, gateway, is_own=True)


def test_the_chat_moves_into_a_window_and_back(visit, gateway, picture):
    shop = visit().open().say("On the page").is_told("On the page")
    with shop.page.expect_popup() as popup:
        shop.choose("Open in a window of its own")
    window = Window(popup.value, gateway)
    window.is_told("On the page")
    expect(shop.panel).to_be_hidden()
    window.say("In the window").is_told("On the page", "In the window")
    eventually(lambda: gateway.visitor_texts() == ["On the page", "In the window"])
    assert gateway.count_visitors() == 1
    assert "ticket" not in window.page.url
    gateway.agent_says("Hi")
    window.is_told("On the page", "In the window", "Hi")
    expect(shop.panel).to_be_hidden()
    picture(window, "window")
    window.page.reload()
    window.is_told("On the page", "In the window", "Hi")
    window.page.close()
    shop.open().is_told("On the page", "In the window", "Hi")


def test_undocked_opens_its_window_at_once(visit, gateway):
    gateway.settings(layout={"isDocked": False, "width": 420, "height": 640})
    shop = visit()
    with shop.page.expect_popup() as popup:
        shop.launcher.click()
    window = Window(popup.value, gateway)
    expect(window.panel).to_be_visible()
    expect(shop.panel).to_be_hidden()
    window.say("Hello").is_told("Hello")


PREVIEW = """
(settings) => {
    const frame = document.createElement("iframe");
    frame.width = 400;
    frame.height = 600;
    window.shown = new Promise((resolve) => addEventListener("message", (event) => {
        if (event.data.gatehouse !== "preview-ready") return;
        window.show = (settings) => frame.contentWindow.postMessage({ gatehouse: "preview", settings, messages: [
            { id: "1", from: "visitor", name: null, text: "Hello", files: [], at: 1000, status: "read" },
            { id: "2", from: "agent", name: "Anna", text: "Hi", files: [], at: 2000, status: "sent" },
        ] }, location.origin);
        window.show(settings);
        resolve();
    }));
    frame.src = "frame?preview";
    document.body.append(frame);
    return window.shown;
}
"""


def test_the_preview_is_the_widget_and_calls_nobody(visit, gateway, picture):
    shop = visit()
    expect(shop.launcher).to_be_visible()
    settings = shop.document().evaluate(
        "fetch('session', { method: 'POST', body: JSON.stringify({ site: 'http://x.example' }),"
        " headers: { 'Content-Type': 'application/json' } }).then((answer) => answer.json())"
    )["settings"]
    page = shop.page
    page.goto(gateway.url + "loader.js")
    calls = []
    page.on("request", lambda request: calls.append(request.url))
    page.evaluate(PREVIEW, settings)
    shop.is_told("Hello", "Hi")
    settings["colors"] = {"primary": {"light": "#804000"}}
    page.evaluate("window.show", settings)
    expect(shop.frame.locator(".header")).to_have_css("background-color", "rgb(128, 64, 0)")
    shop.say("Only here").is_told("Hello", "Hi", "Only here")
    picture(shop, "preview")
    assert [url for url in calls if "/assets/" not in url and not url.endswith("frame?preview")] == []
