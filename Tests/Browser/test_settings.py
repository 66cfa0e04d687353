"""Each setting of the Web Chat tab, switched while the page is open, with what a visitor sees of it."""

import re

import pytest
from playwright.sync_api import expect

from shop import eventually

ICE = {"light": "#0a5e8a", "dark": "#0a5e8a"}


def test_the_master_switch_hides_everything(visit, gateway):
    shop = visit()
    expect(shop.launcher).to_be_visible()
    gateway.settings(isEnabled=False)
    expect(shop.launcher).to_be_hidden()
    eventually(lambda: not shop.box()["shows"])
    gateway.settings(isEnabled=True)
    expect(shop.launcher).to_be_visible()


def test_the_master_switch_ends_a_conversation_politely(visit, gateway, picture):
    shop = visit().open().say("Hello").is_told("Hello")
    gateway.conversation()
    gateway.settings(isEnabled=False)
    expect(shop.frame.locator(".end")).to_contain_text("This chat is closed now. Thank you for your visit.")
    expect(shop.field).to_be_hidden()
    shop.is_told("Hello")
    picture(shop, "switched-off")
    shop.minimize()
    expect(shop.launcher).to_be_hidden()


def test_a_message_that_was_on_its_way_when_the_chat_was_switched_off_stays_and_says_so(visit, gateway):
    shop = visit().open()
    shop.page.route("**/messages", lambda route: route.abort())
    shop.say("Hello").is_told("Hello")
    gateway.settings(isEnabled=False)
    expect(shop.frame.locator(".end")).to_contain_text("This chat is closed now. Thank you for your visit.")
    shop.is_told("Hello")
    assert gateway.conversations() == []


def test_the_launcher_comes_and_goes_with_the_agents(visit, gateway):
    shop = visit()
    expect(shop.launcher).to_be_visible()
    gateway.availability(False, "noAgents")
    expect(shop.launcher).to_be_hidden()
    expect(shop.page.locator("#availability")).to_have_text("noAgents")
    gateway.availability(True)
    expect(shop.launcher).to_be_visible()


def test_a_page_may_show_the_launcher_whatever_the_rules_say(visit, gateway):
    gateway.availability(False, "outsideHours")
    shop = visit(enforceAvailability=False).open()
    expect(shop.notice).to_be_hidden()
    shop.say("Hello").is_told("Hello")


def test_an_open_idle_chat_says_that_nobody_is_there(visit, gateway, picture):
    shop = visit().open()
    shop.field.fill("Half a sent")
    gateway.availability(False, "noAgents")
    expect(shop.notice).to_have_text("No agents are available at the moment.")
    expect(shop.send_button).to_have_attribute("aria-disabled", "true")
    picture(shop, "no-agents")
    gateway.availability(True)
    expect(shop.notice).to_be_hidden()
    expect(shop.field).to_have_value("Half a sent")
    shop.field.press("Enter")
    shop.is_told("Half a sent")


def test_a_conversation_stays_whatever_the_agents_do(visit, gateway):
    shop = visit().open().say("Hello").is_told("Hello")
    gateway.availability(False, "noAgents")
    expect(shop.page.locator("#availability")).to_have_text("noAgents")
    expect(shop.notice).to_be_hidden()
    shop.minimize()
    expect(shop.launcher).to_be_visible()


def test_allowed_domains(visit, gateway):
    gateway.allow("https://elsewhere.example", gateway.shop_url.rstrip("/"))
    shop = visit().open().say("Hello").is_told("Hello")
    gateway.allow("https://elsewhere.example")
    shop.say("Not from here any more")
    expect(shop.panel).to_be_hidden()
    eventually(lambda: not shop.box()["shows"])
    assert gateway.visitor_texts() == ["Hello"]

    # The next time the browser does not even show the frame, and says so.
    shop.page.reload()
    eventually(lambda: any("frame-ancestors" in complaint for complaint in visit.complaints))
    expect(shop.launcher).to_have_count(0)
    gateway.allow()
    shop.page.reload()
    expect(shop.panel).to_be_visible()
    visit.complaints[:] = [complaint for complaint in visit.complaints if "frame-ancestors" not in complaint]


def test_email_transcript(visit, gateway):
    shop = visit().open().say("Hello").is_told("Hello")
    gateway.agent_says("Hi")
    shop.is_told("Hello", "Hi")
    shop.menu_button.click()
    item = shop.menu.get_by_text("E-mail the transcript")
    expect(item).to_be_visible()
    gateway.settings(emailTranscript=False)
    expect(item).to_have_count(0)
    gateway.settings(emailTranscript=True)
    shop.page.keyboard.press("Escape")
    gateway.agent_ends()
    button = shop.frame.locator(".end").get_by_role("button", name="E-mail the transcript")
    expect(button).to_be_visible()
    gateway.settings(emailTranscript=False)
    expect(button).to_be_hidden()


def test_visitor_files(visit, gateway):
    shop = visit().open()
    attach = shop.frame.get_by_role("button", name="Attach a file")
    expect(attach).to_be_visible()
    gateway.settings(visitorFiles=False)
    expect(attach).to_be_hidden()
    gateway.settings(visitorFiles=True)
    expect(attach).to_be_visible()


def test_emojis(visit, gateway, picture):
    shop = visit().open()
    button = shop.frame.get_by_role("button", name="Emojis")
    button.click()
    picture(shop, "emojis")
    shop.frame.get_by_role("button", name="👍").click()
    expect(shop.field).to_have_value("👍")
    gateway.settings(emojis=False)
    expect(button).to_be_hidden()
    expect(shop.frame.locator(".emojis")).to_be_hidden()


HEARD = """
window.tones = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...values) { window.tones += 1; return start.apply(this, values); };
"""


def test_sounds(visit, gateway):
    shop = visit()
    shop.page.context.add_init_script(HEARD)
    shop.page.reload()
    shop.open().say("Hello").is_told("Hello")
    tones = lambda: shop.document().evaluate("window.tones")

    gateway.agent_says("While the field has the focus")
    shop.is_told("Hello", "While the field has the focus")
    assert tones() == 0
    shop.menu_button.focus()
    gateway.agent_says("Heard")
    eventually(lambda: tones() == 2)
    shop.choose("Mute sounds")
    shop.page.keyboard.press("Escape")
    gateway.agent_says("Muted")
    expect(shop.agents.last).to_have_text("Muted")
    assert tones() == 2
    shop.choose("Mute sounds")
    shop.page.keyboard.press("Escape")
    gateway.settings(sounds=False)
    shop.menu_button.click()
    expect(shop.menu.get_by_text("Mute sounds")).to_have_count(0)
    gateway.agent_says("Switched off")
    expect(shop.agents.last).to_have_text("Switched off")
    assert tones() == 2


def hide(shop, is_hidden):
    """What a browser does when another tab is chosen, in page and frame."""
    for place in (shop.page, shop.document()):
        place.evaluate(
            """(isHidden) => {
            Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
            const state = isHidden ? "hidden" : "visible";
            Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
            is_hidden,
        )


def test_title_flash(visit, gateway):
    shop = visit().open().say("Hello").is_told("Hello")
    hide(shop, True)
    gateway.agent_says("Are you there?")
    expect(shop.page).to_have_title("1 new message")
    expect(shop.page).to_have_title("Harbour Books")
    expect(shop.page).to_have_title("1 new message")
    assert gateway.agent_statuses() != ["read"]
    hide(shop, False)
    expect(shop.page).to_have_title("Harbour Books")
    eventually(lambda: gateway.agent_statuses() == ["read"])

    gateway.settings(titleFlash=False)
    hide(shop, True)
    gateway.agent_says("Hello?")
    expect(shop.agents.last).to_have_text("Hello?")
    expect(shop.page).to_have_title("Harbour Books")


def test_menu_items_come_first_and_in_order(visit, gateway, picture):
    shop = visit().open().say("Hello").is_told("Hello")
    gateway.settings(
        menu={
            "offset": {"horizontal": 10, "vertical": 5},
            "items": [
                {
                    "id": "faq",
                    "label": "Questions",
                    "title": "Opens our questions",
                    "icon": "help",
                    "url": "https://example.com/faq",
                },
                {"id": "mail", "label": "Write to us", "title": "", "icon": "mail", "url": "mailto:shop@example.com"},
                {"id": "call", "label": "Call us", "title": "", "icon": "phone", "url": "tel:+15551234567"},
            ],
        }
    )
    shop.menu_button.click()
    expect(shop.menu.locator("> *")).to_have_text(
        ["Questions", "Write to us", "Call us", "Mute sounds", "Open in a window of its own", "End the conversation"]
    )
    item = shop.menu.get_by_role("menuitem", name="Questions")
    expect(item).to_have_attribute("href", "https://example.com/faq")
    expect(item).to_have_attribute("title", "Opens our questions")
    expect(item).to_have_attribute("rel", re.compile("noopener"))
    picture(shop, "menu")
    before = shop.menu.bounding_box()
    gateway.settings(menu={"offset": {"horizontal": 30, "vertical": 25}})
    eventually(
        lambda: shop.menu.bounding_box()["x"] == before["x"] - 20 and shop.menu.bounding_box()["y"] == before["y"] + 20
    )
    gateway.settings(menu={"items": []})
    expect(shop.menu.locator("> *")).to_have_count(3)


def test_colours_and_font(visit, gateway, picture):
    shop = visit().open().say("Hello").is_told("Hello")
    gateway.agent_says("Hi")
    gateway.settings(
        colors={
            "primary": ICE,
            "agentMessageBackground": {"light": "#ffe9b0"},
            "agentMessageText": {"light": "#402000"},
        },
        font="monospace",
    )
    header = shop.frame.locator(".header")
    expect(header).to_have_css("background-color", "rgb(10, 94, 138)")
    expect(shop.own).to_have_css("background-color", "rgb(10, 94, 138)")
    expect(shop.agents).to_have_css("background-color", "rgb(255, 233, 176)")
    expect(shop.agents).to_have_css("color", "rgb(64, 32, 0)")
    expect(shop.agents).to_have_css("font-family", "monospace")
    picture(shop, "colours")
    gateway.settings(colors={"agentMessageBackground": {"light": "#102030"}})
    expect(shop.agents).to_have_css("background-color", "rgb(16, 32, 48)")
    expect(shop.agents).to_have_css("color", "rgb(255, 255, 255)")
    gateway.settings(colors={"primary": {"light": "#ffe000"}})
    expect(shop.own).to_have_css("color", "rgb(0, 0, 0)")
    expect(header).to_have_css("color", "rgb(0, 0, 0)")
    expect(shop.agents).to_have_css("background-color", "rgb(255, 255, 255)")


def test_layout(visit, gateway):
    shop = visit()
    for vertical, horizontal, corner in [
        ("bottom", "right", 3),
        ("bottom", "left", 2),
        ("top", "right", 1),
        ("top", "left", 0),
    ]:
        gateway.settings(layout={"vertical": vertical, "horizontal": horizontal})
        eventually(lambda: shop.box()["corners"] == [index == corner for index in range(4)])
    gateway.settings(layout={"width": 340, "height": 500})
    shop.open()
    box = eventually(lambda: all(shop.box()["corners"]) and shop.box())
    assert (box["right"] - box["left"], box["bottom"] - box["top"]) == (340 + 32, 500 + 32)
    assert (box["left"], box["top"]) == (0, 0)


def test_texts_are_replaced(visit, gateway):
    shop = visit().open()
    gateway.settings(texts={"en": {"title": "Ask the bookseller", "greeting": "Ahoy!"}, "de": {"title": "Fragen Sie"}})
    expect(shop.frame.locator("h1")).to_have_text("Ask the bookseller")
    expect(shop.log).to_contain_text("Ahoy!")
    shop.call("Gatehouse.configure({ language: 'de-AT' })")
    expect(shop.frame.locator("h1")).to_have_text("Fragen Sie")
    expect(shop.field).to_have_attribute("placeholder", "Ihre Nachricht")


@pytest.mark.parametrize(
    "language, message, direction",
    [
        ("en", "Your message", "ltr"),
        ("de", "Ihre Nachricht", "ltr"),
        ("fr", "Votre message", "ltr"),
        ("es", "Su mensaje", "ltr"),
        ("ar", "رسالتك", "rtl"),
        ("xx", "Your message", "ltr"),
    ],
)
def test_languages(visit, gateway, picture, language, message, direction):
    shop = visit(language=language).open()
    expect(shop.field).to_have_attribute("placeholder", message)
    assert shop.document().evaluate("document.documentElement.dir") == direction
    shop.say("1, 2").is_told("1, 2")
    gateway.agent_says("3, 4")
    shop.is_told("1, 2", "3, 4")
    picture(shop, f"language-{language}")


def test_the_language_of_the_browser_counts_where_the_page_says_none(visit, gateway):
    shop = visit(context={"locale": "fr-FR"})
    shop.page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.documentElement.removeAttribute('lang'))"
    )
    shop.page.reload()
    shop.open()
    expect(shop.field).to_have_attribute("placeholder", "Votre message")
