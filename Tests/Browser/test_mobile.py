"""On a phone: the chat fills the screen, or gives way to text messages."""

import re

import pytest
from playwright.sync_api import expect

from shop import eventually


@pytest.fixture
def phone(chromium):
    return chromium.phone


def test_the_chat_fills_the_screen_and_keeps_the_focus(visit, gateway, phone, picture):
    shop = visit(context=phone)
    expect(shop.launcher).to_be_visible()
    picture(shop, "phone-launcher")
    shop.launcher.tap()
    box = eventually(lambda: all(shop.box()["corners"]) and shop.box())
    size = shop.page.viewport_size
    assert (box["left"], box["top"], box["right"], box["bottom"]) == (0, 0, size["width"], size["height"])
    expect(shop.panel).to_have_attribute("aria-modal", "true")
    assert shop.call("[...document.body.children].every((one) => one.inert || one.tagName === 'IFRAME')")
    shop.say("From a phone").is_told("From a phone")
    picture(shop, "phone")
    for key, times in [("Tab", 9), ("Shift+Tab", 9)]:
        for _ in range(times):
            shop.page.keyboard.press(key)
            assert shop.document().evaluate("document.querySelector('.panel').contains(document.activeElement)")
    shop.minimize()
    assert shop.call("[...document.body.children].every((one) => !one.inert)")
    expect(shop.launcher).to_be_focused()


def test_a_message_counts_on_the_launcher_and_does_not_take_the_screen(visit, gateway, phone, picture):
    shop = visit(context=phone).open().say("Hello").is_told("Hello").minimize()
    gateway.agent_says("Hi")
    expect(shop.frame.locator(".count")).to_have_text("1")
    picture(shop, "phone-unread")
    expect(shop.panel).to_be_hidden()
    shop.open().is_told("Hello", "Hi").minimize()
    expect(shop.frame.locator(".count")).to_be_hidden()


def test_phones_are_sent_to_their_text_messages(visit, gateway, phone):
    shop = visit(context=phone)
    expect(shop.launcher).to_have_role("button")
    gateway.settings(mobile={"smsNumber": "+15551234567"})
    expect(shop.launcher).to_have_attribute(
        "href", re.compile(r"^sms:\+15551234567\?&body=Hello%2C%20I%20have%20a%20question\.$")
    )
    expect(shop.launcher).to_have_attribute("target", "_top")
    gateway.settings(mobile={"smsNumber": None})
    expect(shop.launcher).to_have_role("button")


def test_others_stay_in_the_chat(visit, gateway):
    gateway.settings(mobile={"smsNumber": "+15551234567"})
    shop = visit()
    expect(shop.launcher).to_have_role("button")
    shop.open()
