"""The chat and the page around it: what it costs the page, and what the page's script can do with it."""

import gzip
import re

from playwright.sync_api import expect

from shop import eventually

SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => entry.value)))
    .observe({ type: "layout-shift", buffered: true });
"""


def test_the_chat_is_small(visit, gateway):
    sizes, loaded = {}, []
    shop = visit(language="ar")
    shop.page.on("response", lambda response: loaded.append(response))
    shop.page.reload()
    shop.open()
    expect(shop.field).to_be_visible()
    for response in loaded:
        if re.search(r"/clients/webchat/[^/]+/(loader\.js|frame|assets/)", response.url):
            sizes[response.url.split("/")[-1]] = len(gzip.compress(shop.page.request.get(response.url).body(), 9))
    print(sizes)
    assert "texts-ar.json" in sizes and "texts-en.json" not in sizes
    assert sizes.pop("loader.js") <= 3 * 1024
    assert sum(sizes.values()) <= 30 * 1024


def test_nothing_on_the_page_moves(visit, gateway):
    shop = visit()
    shop.page.add_init_script(SHIFTS)
    shop.page.reload()
    shop.open().say("Hello")
    shop.is_told("Hello").minimize()
    gateway.agent_says("Hi")
    shop.is_told("Hello", "Hi")
    shop.minimize()
    assert shop.call("window.shifts") == []


def test_the_page_has_a_strict_policy_and_nothing_breaks_it(visit, gateway):
    shop = visit()
    answer = shop.page.reload()
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    frame = shop.page.request.get(gateway.url + "frame")
    assert "unsafe" not in frame.headers["content-security-policy"]
    assert not re.search(r"<style|style=|<script(?![^>]*src=)| on\w+=", frame.text())
    shop.open().say("Hello").is_told("Hello")


def test_the_page_can_be_used_around_the_chat(visit, gateway):
    shop = visit()
    expect(shop.launcher).to_be_visible()
    shop.page.get_by_role("button", name="Ask about it").nth(2).click()
    expect(shop.panel).to_be_visible()
    shop.page.keyboard.type("Is it signed?")
    expect(shop.field).to_have_value("Is it signed?")
    shop.minimize()
    box = shop.box()
    assert box["corners"] == [False, False, False, True]


def test_calls_before_the_loader_wait_for_it(visit, gateway):
    gate = []
    shop = visit()
    shop.page.route("**/loader.js", lambda route: gate.append(route))
    shop.page.reload(wait_until="commit")
    eventually(lambda: shop.call("!!window.Gatehouse") and gate)
    shop.call("window.Gatehouse.push((chat) => chat.open().then(() => { window.opened = true; }))")
    assert shop.call("Array.isArray(window.Gatehouse)")
    gate[0].continue_()
    expect(shop.panel).to_be_visible()
    eventually(lambda: shop.call("window.opened"))


def test_methods(visit, gateway):
    shop = visit()
    assert shop.call("Gatehouse.isSupportedBrowser()") is True
    assert shop.call("Gatehouse.getChatVisibility()") is False
    assert shop.call("Gatehouse.getAgentAvailability()") == {"isAvailable": True, "reason": None}
    assert shop.call("Gatehouse.getChatStatus()") == "none"
    shop.call("Gatehouse.setChatVisibility(true)")
    expect(shop.panel).to_be_visible()
    assert shop.call("Gatehouse.getChatVisibility()") is True
    shop.call("Gatehouse.setContext({ cart: '3 books' })")
    shop.say("Hello").is_told("Hello")
    eventually(lambda: gateway.contexts() == [{"cart": "3 books"}])
    assert shop.call("Gatehouse.getHandle()") == gateway.handles()[0]
    assert shop.call("Gatehouse.getChatStatus()") == "open"
    shop.call("Gatehouse.close()")
    expect(shop.panel).to_be_hidden()


def test_events(visit, gateway):
    shop = visit()
    shop.call("""() => {
        window.heard = [];
        const names = ["visibilityChanged", "messageArrived", "availabilityChanged", "newSession", "statusChanged"];
        for (const name of names)
            Gatehouse.on(name, (detail) => window.heard.push([name, detail]));
        const never = () => window.heard.push(["never"]);
        Gatehouse.on("statusChanged", never);
        Gatehouse.off("statusChanged", never);
    }""")
    heard = lambda: shop.call("window.heard")
    shop.open()
    eventually(lambda: ["visibilityChanged", True] in heard())
    shop.say("Hello")
    eventually(lambda: ["statusChanged", "open"] in heard())
    eventually(lambda: [name for name, _ in heard()].count("newSession") == 1)
    gateway.agent_says("Hi")
    eventually(lambda: [detail["text"] for name, detail in heard() if name == "messageArrived"] == ["Hi"])
    gateway.availability(False, "outsideHours")
    eventually(lambda: ["availabilityChanged", {"isAvailable": False, "reason": "outsideHours"}] in heard())
    gateway.agent_ends()
    eventually(lambda: ["statusChanged", "closed"] in heard())
    shop.minimize()
    eventually(lambda: ["visibilityChanged", False] in heard())
    assert ["never"] not in heard()


def test_an_identity_and_a_log_out(visit, gateway):
    shop = visit().open().say("As nobody").is_told("As nobody")
    eventually(lambda: gateway.visitor_texts() == ["As nobody"])
    assert shop.call("Gatehouse.identify('bad').then(() => 'taken', () => 'refused')") == "refused"
    shop.is_told("As nobody")
    shop.call(f"Gatehouse.identify('{gateway.identity('ada')}')")
    shop.is_told()
    shop.say("As Ada").is_told("As Ada")
    shop.page.reload()
    shop.is_told("As Ada")
    shop.call("Gatehouse.logout()")
    shop.is_told()
    shop.call(f"Gatehouse.identify('{gateway.identity('ada')}')")
    shop.is_told("As Ada")


def test_who_becomes_another_visitor_sees_no_answer_to_the_one_before(visit, gateway):
    shop = visit().open()
    held = []
    shop.page.route("**/messages", lambda route: held.append((route, route.fetch())))
    shop.say("As nobody").is_told("As nobody")
    eventually(lambda: held)
    shop.call(f"Gatehouse.identify('{gateway.identity('ada')}')")
    shop.is_told()
    [(route, response)] = held
    with shop.page.expect_event("requestfinished", lambda made: made.url.endswith("/messages")):
        route.fulfill(response=response)
    shop.page.unroute("**/messages")
    shop.say("As Ada").is_told("As Ada")


def test_the_chat_fills_an_element(visit, gateway, picture):
    shop = visit(container="#about", language="en")
    expect(shop.panel).to_be_visible()
    expect(shop.frame.get_by_role("button", name="Minimise")).to_be_hidden()
    expect(shop.page.locator("#about iframe")).to_have_count(1)
    shop.say("Hello").is_told("Hello")


def test_other_scripts_cannot_speak_for_the_page(visit, gateway):
    """Only the greeting's port is heard; a message to the window is not, nor one from elsewhere."""
    shop = visit()
    expect(shop.launcher).to_be_visible()
    shop.call("""() => {
        const frame = document.querySelector("iframe").contentWindow;
        frame.postMessage({ gatehouse: "hand-over", ticket: "forged", options: {} }, "*");
        frame.postMessage({ gatehouse: "preview", settings: {}, messages: [] }, "*");
        window.postMessage({ size: { mode: "hidden" } }, "*");
    }""")
    shop.open().say("Hello").is_told("Hello")
