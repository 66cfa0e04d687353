"""For people who do not see, do not use a mouse, or need it larger (WCAG 2.2 AA)."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect


FORM = {
    "isSaved": True,
    "fields": [
        {
            "id": "firstName",
            "type": "text",
            "label": "First name",
            "isRequired": True,
            "options": [],
            "isFirstMessage": False,
        },
        {
            "id": "topic",
            "type": "select",
            "label": "Topic",
            "isRequired": True,
            "options": ["Novels"],
            "isFirstMessage": False,
        },
        {
            "id": "question",
            "type": "textarea",
            "label": "Question",
            "isRequired": True,
            "options": [],
            "isFirstMessage": False,
        },
    ],
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def has_no_violation(shop, what):
    found = Axe().run(shop.page, options=RULES).response["violations"]
    lines = [f"{what}: {one['id']} ({one['help']}) at {[node['target'] for node in one['nodes']]}" for one in found]
    assert lines == []


LOOKS = [("light", "en"), ("dark", "en"), ("light", "ar"), ("dark", "ar")]


@pytest.mark.parametrize("scheme, language", LOOKS)
def test_axe_finds_nothing(visit, gateway, picture, scheme, language):
    gateway.settings(form=FORM)
    shop = visit(context={"color_scheme": scheme}, language=language)
    name = f"{scheme}-{language}"
    expect(shop.launcher).to_be_visible()
    has_no_violation(shop, "launcher")
    shop.open()
    shop.form.get_by_role("button").click()
    has_no_violation(shop, "form")
    picture(shop, f"form-{name}")
    gateway.settings(form={"isSaved": True, "fields": []})
    shop.say("Hello, see https://example.com")
    gateway.agent_says("Hi, see https://example.com")
    expect(shop.agents).to_have_count(1)
    gateway.agent_types("Anna")
    expect(shop.frame.locator(".typing")).to_be_visible()
    shop.frame.locator("input[type=file]").set_input_files(
        [{"name": "a.html", "mimeType": "text/html", "buffer": b"<p>"}]
    )
    shop.field.fill("x" * 1030)
    has_no_violation(shop, "conversation")
    picture(shop, f"conversation-{name}")
    shop.menu_button.click()
    has_no_violation(shop, "menu")
    picture(shop, f"menu-{name}")
    shop.page.keyboard.press("Escape")
    shop.frame.locator(".composer button[aria-controls=emojis]").click()
    has_no_violation(shop, "emojis")
    shop.page.keyboard.press("Escape")
    shop.menu_button.click()
    shop.menu.locator("> :last-child").click()
    has_no_violation(shop, "question")
    picture(shop, f"question-{name}")
    shop.frame.locator("dialog .button").first.click()
    expect(shop.frame.locator(".end")).to_be_visible()
    has_no_violation(shop, "end")
    picture(shop, f"end-{name}")


def test_by_keyboard_only(visit, gateway):
    shop = visit()
    expect(shop.launcher).to_be_visible()
    keyboard = shop.page.keyboard
    shop.page.locator("#logout").focus()
    keyboard.press("Tab")
    expect(shop.launcher).to_be_focused()
    keyboard.press("Enter")
    expect(shop.field).to_be_focused()
    keyboard.type("By keyboard")
    keyboard.press("Enter")
    shop.is_told("By keyboard")
    keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    expect(shop.frame.locator(".emojis button").first).to_be_focused()
    keyboard.press("ArrowRight")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(shop.field).to_be_focused()
    expect(shop.field).to_have_value("😍")
    shop.menu_button.focus()
    keyboard.press("Enter")
    items = shop.menu.locator("> *")
    expect(items.first).to_be_focused()
    keyboard.press("Space")
    expect(items.first).to_have_attribute("aria-checked", "true")
    keyboard.press("ArrowUp")
    expect(items.last).to_be_focused()
    keyboard.press("Escape")
    expect(shop.menu_button).to_be_focused()
    expect(shop.menu).to_be_hidden()
    keyboard.press("Enter")
    keyboard.press("End")
    keyboard.press("Enter")
    expect(shop.frame.get_by_role("dialog", name="End this conversation?")).to_be_visible()
    keyboard.press("Escape")
    expect(shop.frame.locator("dialog")).to_have_count(0)
    expect(shop.panel).to_be_visible()
    keyboard.press("Escape")
    expect(shop.panel).to_be_hidden()
    expect(shop.launcher).to_be_focused()


def test_the_focus_goes_in_the_order_of_what_is_seen(visit, gateway):
    shop = visit().open()
    order = []
    shop.menu_button.focus()
    for _ in range(6):
        order.append(shop.document().evaluate("document.activeElement.ariaLabel || document.activeElement.className"))
        shop.page.keyboard.press("Tab")
    assert order == ["Menu", "Minimise", "Messages", "Attach a file", "Emojis", "Your message"]


def test_what_comes_is_added_to_a_live_log(visit, gateway):
    shop = visit().open().say("Hello").is_told("Hello")
    shop.document().evaluate("""() => {
        window.added = [];
        new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) =>
            window.added.push(node.textContent)))
        ).observe(document.querySelector("[role=log]"), { childList: true, subtree: true });
    }""")
    gateway.agent_says("Hi")
    shop.is_told("Hello", "Hi")
    added = [text for text in shop.document().evaluate("window.added") if "Hi" in text or "Hello" in text]
    assert len([text for text in added if "Hi" in text and re.search("Anna|Agent", text)]) == 1
    assert not [text for text in added if "Hello" in text]


def test_names_and_states(visit, gateway):
    shop = visit()
    expect(shop.page.locator("iframe")).to_have_attribute("title", "Chat with us")
    shop.open().say("Hello").is_told("Hello")
    expect(shop.panel).to_have_role("dialog")
    expect(shop.panel).to_have_accessible_name("Chat with us")
    shop.minimize()
    shop.document().evaluate("Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })")
    shop.page.set_viewport_size({"width": 400, "height": 700})
    gateway.agent_says("Hi")
    expect(shop.launcher).to_have_accessible_name("Chat with us, 1 unread message")


def test_everything_can_be_hit(visit, gateway):
    shop = visit().open().say("Hello").is_told("Hello")
    gateway.agent_says("Hi")
    shop.frame.get_by_role("button", name="Emojis").click()
    small = shop.document().evaluate("""() => [...document.querySelectorAll("button, a, input, select, textarea")]
        .filter((one) => one.offsetParent && !one.matches(".visually-hidden, .bubble a"))
        .map((one) => [one.className || one.textContent, one.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)""")
    assert small == []


def test_at_400_percent_nothing_is_cut_off(visit, gateway, picture):
    gateway.settings(form=FORM)
    shop = visit(context={"viewport": {"width": 320, "height": 256}}).open()
    picture(shop, "zoomed-form")
    for label, value in [("First name", "Ada"), ("Question", "Why?")]:
        shop.form.get_by_label(label).fill(value)
    shop.form.get_by_label("Topic").select_option("Novels")
    shop.form.get_by_role("button").click()
    shop.say("A rather long word: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft")
    expect(shop.own).to_be_visible()
    picture(shop, "zoomed")
    document = shop.document()
    assert document.evaluate("document.documentElement.scrollWidth") <= 320
    assert document.evaluate(
        "[...document.querySelectorAll('.log, .form, .panel')].every((one) => one.scrollWidth <= one.clientWidth)"
    )
    for part in [shop.field, shop.send_button, shop.menu_button]:
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport()


def test_reduced_motion(visit, gateway):
    moving = "getComputedStyle(document.querySelector('.panel')).animationName"
    assert visit().open().document().evaluate(moving) == "rise"
    assert visit(context={"reduced_motion": "reduce"}).open().document().evaluate(moving) == "none"


def test_forced_colours(visit, gateway, picture):
    shop = visit(context={"forced_colors": "active"}).open().say("Hello").is_told("Hello")
    gateway.agent_says("Hi")
    shop.is_told("Hello", "Hi")
    for bubble in [shop.own, shop.agents]:
        expect(bubble).to_have_css("border-top-style", "solid")
    picture(shop, "forced-colours")


def test_the_frame_is_see_through_in_dark_pages(visit, gateway, picture):
    """A frame of another scheme than its element would hide the page behind it."""
    shop = visit(context={"color_scheme": "dark"})
    shop.page.add_init_script(
        "if (window === top) addEventListener('DOMContentLoaded', () => "
        "{ document.documentElement.style.colorScheme = 'dark'; })"
    )
    shop.page.reload()
    shop.open()
    picture(shop, "dark-page")
    assert shop.document().evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert shop.page.locator("iframe").evaluate("(frame) => getComputedStyle(frame).colorScheme") == "light"
