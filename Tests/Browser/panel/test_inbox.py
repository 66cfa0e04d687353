"""What an agent does all day: read what customers write, and answer it."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from demo import wait

PICTURE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def row(page, customer):
    """A conversation in the list."""
    return page.get_by_role("list", name="Conversations").get_by_role("listitem").filter(has_text=customer)


def answer(page):
    return page.get_by_role("textbox", name=re.compile("^Answer to"))


def message(page, text):
    return page.get_by_role("log").get_by_role("listitem").filter(has_text=text)


def phone(demo, number):
    """What a phone has received, but for what carriers answer by themselves."""
    return [text["body"] for text in demo.mock(f"{demo.phone}/mock/phones/{number}/messages")
            if text["direction"] == "received" and not text["automatic"]]


@pytest.fixture
def customer(demo):
    """A customer who has texted, and the conversation that this began."""
    number = demo.phone_number()
    demo.text("Is my bicycle ready?", sender=number)
    return number, demo.conversation_of(number)["id"]


def test_a_conversation_appears_by_itself_and_the_answer_reaches_the_phone(panel, demo, axe, picture):
    page = panel("/inbox", level="agent")
    number = demo.phone_number()
    expect(row(page, number)).to_have_count(0)
    demo.text("Is my bicycle ready?", sender=number)
    row(page, number).get_by_text("New message").wait_for()
    axe(page)
    row(page, number).get_by_role("link").click()
    message(page, "Is my bicycle ready?").wait_for()
    expect(answer(page)).to_be_focused()
    answer(page).fill("It is. We are open until six.")
    page.get_by_text("1 segment · GSM-7").wait_for()
    page.get_by_text("From +15005550006").wait_for()
    answer(page).press("Enter")
    message(page, "We are open until six.").get_by_text("Delivered").wait_for()
    assert phone(demo, number) == ["It is. We are open until six."]
    expect(answer(page)).to_have_value("")
    expect(answer(page)).to_be_focused()
    picture(page, "inbox")
    axe(page)
