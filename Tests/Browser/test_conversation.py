"""Two people who talk: what each sees, and when."""

import re

from playwright.sync_api import expect

from shop import eventually


def test_visitor_and_agent_talk(visit, gateway, picture):
    shop = visit()
    picture(shop, "launcher")
    shop.open().say("Have you got Moby-Dick?").is_told("Have you got Moby-Dick?")
    assert eventually(gateway.visitor_texts) == ["Have you got Moby-Dick?"]
    gateway.agent_says("We have two: https://example.com/moby.\nShall I put one aside?")
    expect(shop.agents).to_have_text([re.compile("We have two")])
    if gateway.agent:
        expect(shop.frame.locator(".agent-name")).to_have_text(gateway.agent)
    link = shop.agents.get_by_role("link")
    expect(link).to_have_attribute("href", "https://example.com/moby")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    shop.say("Please do.\nThank you!")
    eventually(lambda: gateway.visitor_texts() == ["Have you got Moby-Dick?", "Please do.\nThank you!"])
    picture(shop, "conversation")


def test_two_browsers_are_two_visitors(visit, gateway):
    one, other = visit().open(), visit().open()
    one.say("I am one").is_told("I am one")
    other.say("I am another").is_told("I am another")
    gateway.agent_says("To the other", to="I am another")
    other.is_told("I am another", "To the other")
    gateway.agent_says("To the one", to="I am one")
    one.is_told("I am one", "To the one")
    other.is_told("I am another", "To the other")


def test_what_is_written_is_never_read_as_markup(visit, gateway):
    shop = visit().open()
    evil = "<img src=x onerror=alert(1)> javascript:alert(1) <b>bold</b>"
    shop.say(evil).is_told(evil)
    gateway.agent_says(evil, name="<i>Eve</i>")
    shop.is_told(evil, evil)
    if gateway.agent:
        expect(shop.frame.locator(".agent-name")).to_have_text("<i>Eve</i>")
    expect(shop.frame.locator(".bubble img, .bubble b, .bubble a, .log i")).to_have_count(3)  # the dots that show typing


def test_enter_sends_and_shift_enter_begins_a_line(visit, gateway):
    shop = visit().open()
    shop.field.press_sequentially("one")
    shop.field.press("Shift+Enter")
    shop.field.press_sequentially("two")
    assert gateway.visitor_texts() == []
    shop.field.press("Enter")
    shop.is_told("one\ntwo")
    expect(shop.field).to_have_value("")
    expect(shop.field).to_be_focused()


def test_a_text_that_is_too_long_is_not_cut_and_not_sent(visit, gateway):
    shop = visit().open()
    shop.field.fill("x" * 900)
    expect(shop.frame.locator(".remaining")).to_have_text("124 characters left")
    shop.field.fill("x" * 1025)
    expect(shop.frame.locator(".remaining")).to_have_text("1 character too many")
    shop.field.press("Enter")
    expect(shop.field).to_have_value("x" * 1025)
    expect(shop.field).to_have_attribute("aria-invalid", "true")
    shop.field.press("Backspace")
    shop.field.press("Enter")
    shop.is_told("x" * 1024)


def test_typing_is_told_both_ways(visit, gateway):
    shop = visit().open().say("Hello")
    eventually(gateway.visitor_texts)
    gateway.agent_types("Anna")
    typing = shop.frame.locator(".typing")
    expect(typing).to_contain_text(re.compile("(Anna|Somebody) is typing"))
    gateway.agent_says("Hi")
    shop.is_told("Hello", "Hi")
    expect(typing).to_be_hidden()
    shop.field.press_sequentially("I think")
    eventually(lambda: gateway.visitor_typings()[-1:] == [True])
    shop.field.fill("")
    eventually(lambda: gateway.visitor_typings()[-1:] == [False])


def test_an_agents_typing_ends_by_itself(visit, gateway):
    shop = visit(path="")
    shop.page.clock.install()
    shop.page.reload()
    shop.open().say("Hello")
    eventually(gateway.visitor_texts)
    gateway.agent_types("Anna")
    typing = shop.frame.locator(".typing")
    expect(typing).to_be_visible()
    shop.page.clock.run_for(9_000)
    expect(typing).to_be_visible()
    shop.page.clock.run_for(1_500)
    expect(typing).to_be_hidden()


def test_delivery_and_reading_are_told(visit, gateway):
    shop = visit().open().say("Hello")
    expect(shop.states).to_have_text("Sent")
    gateway.agent_says("Hi")
    eventually(lambda: gateway.agent_statuses() == ["read"])
    gateway.agent_reads()
    expect(shop.states).to_have_text("Read")


def test_a_message_opens_a_minimised_chat_and_takes_no_focus(visit, gateway):
    shop = visit().open().say("Hello")
    shop.minimize()
    shop.page.locator("#ask").focus()
    gateway.agent_says("Hi")
    expect(shop.panel).to_be_visible()
    expect(shop.page.locator("#ask")).to_be_focused()


def test_a_reload_keeps_the_conversation_the_draft_and_the_open_chat(visit, gateway):
    shop = visit().open().say("Hello").is_told("Hello")
    gateway.agent_says("Hi")
    shop.is_told("Hello", "Hi")
    shop.field.fill("I was about to say")
    shop.page.reload()
    shop.is_told("Hello", "Hi")
    expect(shop.field).to_have_value("I was about to say")


def test_the_visitor_ends_and_begins_anew(visit, gateway, picture):
    shop = visit().open().say("Hello").is_told("Hello")
    shop.choose("End the conversation")
    dialog = shop.frame.get_by_role("dialog", name="End this conversation?")
    expect(dialog).to_be_visible()
    picture(shop, "end-question")
    dialog.get_by_role("button", name="End").click()
    again = shop.frame.get_by_role("button", name="Start a new conversation")
    expect(again).to_be_focused()
    picture(shop, "ended")
    again.click()
    shop.say("One more thing")
    eventually(lambda: gateway.visitor_texts() == ["Hello", "One more thing"])
    assert gateway.count_conversations() == 2


def test_the_transcript_goes_by_mail_once_somebody_has_answered(visit, gateway, picture):
    shop = visit().open().say("Hello").is_told("Hello")
    shop.menu_button.click()
    expect(shop.menu.get_by_text("E-mail the transcript")).to_have_count(0)
    shop.page.keyboard.press("Escape")
    gateway.agent_says("Hi")
    shop.is_told("Hello", "Hi")
    shop.choose("E-mail the transcript")
    dialog = shop.frame.get_by_role("dialog", name="E-mail the transcript")
    address = dialog.get_by_label("E-mail address")
    expect(address).to_be_focused()
    address.fill("nobody")
    address.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("This is no e-mail address.")
    picture(shop, "transcript-refused")
    address.fill("ada@example.com")
    address.press("Enter")
    expect(dialog).to_contain_text("on its way to ada@example.com")
    eventually(lambda: [recipients for recipients, _ in gateway.transcripts()] == [["ada@example.com"]])
    text = gateway.transcripts()[0][1]
    assert "Hello" in text and "Hi" in text
