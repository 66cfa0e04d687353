"""What platforms bring along into the inbox, each in its own way."""

import json
import re
import urllib.parse

from playwright.sync_api import expect

from demo import wait
from inbox import answer, message, row


def test_on_messenger_answers_to_tap_go_with_a_message(panel, demo, axe, picture):
    state = demo.mock(f"{demo.messenger}/mock/state")
    page_id = state["pages"][0]["id"]

    def act(action, **given):
        return demo.mock(f"{demo.messenger}/mock/act", {"person": "Grace Hopper", "page": page_id, "action": action, **given})

    page = panel("/inbox", level="agent")
    act("text", text="Have you got Moby-Dick?")
    row(page, "Grace Hopper").get_by_role("link").click()
    message(page, "Have you got Moby-Dick?").wait_for()
    page.get_by_role("button", name="Add answer to tap").click()
    page.get_by_role("textbox", name="Answer to tap").fill("Hardcover")
    page.get_by_role("button", name="Add answer to tap").click()
    page.get_by_role("textbox", name="Answer to tap").nth(1).fill("Paperback")
    answer(page).fill("Which one?")
    answer(page).press("Enter")
    message(page, "Which one?").get_by_text("Delivered").wait_for()
    message(page, "Which one?").get_by_text("Paperback").wait_for()
    expect(page.get_by_role("textbox", name="Answer to tap")).to_have_count(0)
    talk = demo.mock(f"{demo.messenger}/mock/conversation?person=Grace%20Hopper&page={page_id}")
    assert "Hardcover" in json.dumps(talk)
    picture(page, "inbox-messenger")
    axe(page)


def test_what_a_customer_edits_takes_back_and_reacts_with_is_shown(panel, demo):
    page_id = demo.mock(f"{demo.messenger}/mock/state")["pages"][0]["id"]

    def act(action, **given):
        return demo.mock(f"{demo.messenger}/mock/act", {"person": "Bo Finch", "page": page_id, "action": action, **given})

    first = act("text", text="At six?")["mid"]
    second = act("text", text="I did not want to say that")["mid"]
    page = panel("/inbox", level="agent")
    row(page, "Bo Finch").get_by_role("link").click()
    message(page, "I did not want to say that").wait_for()
    act("edit", mid=first, text="At seven?")
    message(page, "At seven?").get_by_text("Edited").click()
    message(page, "At seven?").get_by_text("At six?").wait_for()
    act("unsend", mid=second)
    page.get_by_text("The customer took this message back.").wait_for()
    expect(page.get_by_text("I did not want to say that")).to_have_count(0)
    act("react", mid=first, emoji="👍")
    message(page, "At seven?").get_by_text("Reaction: 👍").wait_for()


def test_on_x_a_direct_message_is_answered(panel, demo):
    def act(action, **given):
        return demo.mock(f"{demo.x}/mock/act", {"person": "cemile", "account": "harbourbooks", "action": action, **given})

    act("text", text="Do you ship to Izmir?")
    page = panel("/inbox", level="agent")
    page.get_by_role("list", name="Conversations").get_by_text("Social").first.click()
    message(page, "Do you ship to Izmir?").wait_for()
    answer(page).fill("We do.")
    answer(page).press("Enter")
    message(page, "We do.").get_by_text("Sent").wait_for()
    wait(lambda: "We do." in json.dumps(demo.mock(f"{demo.x}/mock/conversation?person=cemile&account=harbourbooks")))
    page.get_by_role("link", name="Customer’s page").click()
    page.get_by_role("row").filter(has_text="Social").get_by_text("Show").click()
    page.get_by_text("Do you ship to Izmir?").wait_for()


def test_in_the_web_chat_each_sees_the_other_type_and_the_transcript_cannot_be_mailed_without_mail(panel, demo, chromium, axe, picture):
    context = chromium.new_context()
    try:
        shop = context.new_page()
        fields = [{"id": "town", "type": "text", "label": "Town", "isRequired": True, "options": [], "isFirstMessage": False}]
        shop.goto(f"{demo.shop}/?chat=" + urllib.parse.quote(json.dumps({"form": fields})))
        chat = shop.frame_locator("iframe")
        chat.locator(".launcher-button").click()
        chat.locator("form.form").get_by_label("Town").fill("Lyme Regis")
        chat.locator("form.form").get_by_label("Town").press("Enter")
        chat.locator(".composer .row textarea").fill("Is anybody there?")
        chat.locator(".composer .row textarea").press("Enter")
        page = panel("/inbox", level="agent", scheme="dark")
        page.get_by_role("list", name="Conversations").get_by_role("listitem").filter(has_text="Web chat").first.get_by_role("link").click()
        message(page, "Is anybody there?").get_by_text("Lyme Regis").wait_for()
        page.get_by_role("heading", name=re.compile("^Visitor ")).wait_for()
        chat.locator(".composer .row textarea").press_sequentially("I was")
        page.get_by_role("log").get_by_text("is typing …").wait_for()
        answer(page).press_sequentially("We")
        chat.locator(".typing").get_by_text("is typing").wait_for()
        answer(page).fill("We are.")
        answer(page).press("Enter")
        chat.locator(".message.agent .bubble").get_by_text("We are.").wait_for()
        message(page, "We are.").get_by_text("Read").wait_for()
        axe(page)
        picture(page, "inbox-chat-dark")
        page.get_by_role("button", name="Mail transcript …").click()
        page.get_by_role("dialog").get_by_label("E-mail address").fill("ada@example.com")
        page.get_by_role("button", name="Mail it").click()
        page.get_by_role("dialog").get_by_role("alert").filter(has_text="mail").wait_for()
        panel.complaints.clear()
    finally:
        context.close()
