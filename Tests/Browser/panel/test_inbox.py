"""What an agent does all day: read what customers write, and answer it."""

import urllib.request

import pytest
from playwright.sync_api import expect

from demo import wait
from inbox import answer, message, phone, row

PICTURE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


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


def test_who_spoke_last_stands_at_the_top_with_the_last_words(panel, demo):
    early, late = demo.phone_number(), demo.phone_number()
    for one in (early, late):
        demo.text("Is my bicycle ready?", sender=one)
        demo.conversation_of(one)
    demo.text("I need it today.", sender=early)
    wait(lambda: demo.conversation_of(early)["lastMessage"]["text"] == "I need it today.")
    page = panel("/inbox", level="agent")

    def order():
        texts = page.locator(".conversation-row").all_inner_texts()
        return [one for text in texts for one in (early, late) if one in text]

    row(page, early).get_by_text("I need it today.").wait_for()
    wait(lambda: order() == [early, late])
    # Live as well, with what we said ourselves.
    demo.call("POST", f"conversations/{demo.conversation_of(late)['id']}/messages", {"text": "It is ready."})
    row(page, late).get_by_text("Sent: It is ready.").wait_for()
    wait(lambda: order() == [late, early])


def test_stop_by_text_says_why_nothing_can_be_sent_and_start_lifts_it(panel, demo, customer, picture):
    number, conversation = customer
    page = panel(f"/inbox/{conversation}", level="agent")
    answer(page).fill("Shall we call you?")
    demo.text("STOP", sender=number)
    page.get_by_text("Nothing can be sent:").wait_for()
    page.get_by_text("on the stop list of this contact point").wait_for()
    expect(answer(page)).to_have_value("Shall we call you?")
    answer(page).press("Enter")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_hidden()
    picture(page, "inbox-stopped")
    demo.text("START", sender=number)
    expect(page.get_by_text("Nothing can be sent:")).to_have_count(0)
    assert phone(demo, number) == []
    answer(page).press("Enter")
    message(page, "Shall we call you?").get_by_text("Delivered").wait_for()
    assert phone(demo, number) == ["Shall we call you?"]


def test_a_failed_delivery_is_told_in_plain_words_and_sent_again(panel, demo, customer, picture):
    number, conversation = customer
    page = panel(f"/inbox/{conversation}", level="agent")
    demo.mock(f"{demo.phone}/mock/faults", {
        "operation": "carrier", "subject": number, "fault": "carrierRefuses", "code": 30003, "times": 1})
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files({"name": "bill.png", "mimeType": "image/png", "buffer": urllib.request.urlopen(PICTURE).read()})
    page.get_by_text("Ready", exact=True).wait_for()
    answer(page).fill("It is ready.")
    answer(page).press("Enter")
    failed = message(page, "It is ready.")
    failed.get_by_text("Not delivered").wait_for()
    failed.get_by_text("off or out of reach").wait_for()
    assert phone(demo, number) == []
    picture(page, "inbox-failed")
    failed.get_by_role("button", name="Details").click()
    page.get_by_role("dialog").get_by_role("row").filter(has_text="The platform took it").wait_for()
    page.get_by_role("button", name="Close", exact=True).click()
    failed.get_by_role("button", name="Send again").dblclick()
    failed.last.get_by_text("Delivered", exact=True).wait_for()
    failed.first.get_by_text("Not delivered").wait_for()
    assert phone(demo, number) == ["It is ready."]
    [received] = [one for one in demo.mock(f"{demo.phone}/mock/phones/{number}/messages") if one["direction"] == "received"]
    assert len(received["media"]) == 1
    failed.first.get_by_role("button", name="Send again").click()
    page.get_by_text("It was sent again before").wait_for()
    assert phone(demo, number) == ["It is ready."]


def test_a_double_press_and_a_lost_answer_send_once(panel, demo, customer):
    number, conversation = customer
    page = panel(f"/inbox/{conversation}", level="agent")
    answer(page).fill("Once")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    message(page, "Once").get_by_text("Delivered").wait_for()

    def lose(route):
        route.fetch()
        route.abort()

    sending = f"**/v1/conversations/{conversation}/messages"
    page.route(sending, lambda route: lose(route) if route.request.method == "POST" else route.continue_())
    answer(page).fill("Once more")
    answer(page).press("Enter")
    page.get_by_text("nobody knows whether it was sent").wait_for()
    expect(answer(page)).to_have_value("Once more")
    panel.complaints.clear()
    page.unroute(sending)
    answer(page).press("Enter")
    expect(answer(page)).to_have_value("")
    message(page, "Once more").get_by_text("Delivered").wait_for()
    assert phone(demo, number) == ["Once", "Once more"]


def test_nothing_is_typed_into_an_answer_until_it_is_known_that_it_was_taken(panel, customer):
    """It would be taken away with it. What the page hears of the answer meanwhile changes nothing of that."""
    _, conversation = customer
    page = panel(f"/inbox/{conversation}", level="agent")
    sending, held = f"**/v1/conversations/{conversation}/messages", []

    def hold(route):
        if route.request.method == "POST":
            held.append((route, route.fetch()))
        else:
            route.continue_()

    page.route(sending, hold)
    answer(page).fill("It is ready.")
    answer(page).press("Enter")
    message(page, "It is ready.").get_by_text("Delivered").wait_for()
    expect(page.get_by_role("button", name="Sending …")).to_be_visible()
    expect(answer(page)).not_to_be_editable()
    expect(page.locator("button", has_text="Attach files")).to_have_js_property("inert", True)
    [(route, response)] = held
    route.fulfill(response=response)
    expect(answer(page)).to_be_editable()
    expect(answer(page)).to_have_value("")
    expect(answer(page)).to_be_focused()
    expect(page.locator("button", has_text="Attach files")).to_have_js_property("inert", False)


def test_two_agents_claim_and_the_slower_one_is_told_who_was_faster(panel, demo, customer):
    _, conversation = customer
    slow = panel("/inbox", level="agent")
    # It hears of nothing.
    slow.add_init_script("delete window.SharedWorker")
    slow.route("**/v1/events", lambda route: None)
    slow.goto(f"{demo.url}/panel/inbox/{conversation}")
    fast = panel(f"/inbox/{conversation}", level="manager")
    watching = panel(f"/inbox/{conversation}", level="agent")
    slow.get_by_role("button", name="Claim").wait_for()
    fast.get_by_role("button", name="Claim").click()
    fast.get_by_text("Yours").first.wait_for()
    watching.get_by_text("Max Okafor’s").first.wait_for()
    slow.get_by_role("button", name="Claim").click()
    slow.get_by_text("Max Okafor was faster").wait_for()
    panel.complaints.clear()
    expect(slow.get_by_role("button", name="Release")).to_have_count(0)
    fast.get_by_role("button", name="Assign …").click()
    to = fast.get_by_role("dialog").get_by_label("To")
    to.select_option(value=to.locator("option", has_text="Ann Lindqvist").get_attribute("value"))
    fast.get_by_role("button", name="Assign", exact=True).click()
    fast.get_by_text("Ann Lindqvist’s").first.wait_for()
    slow.reload()
    slow.get_by_text("Yours").first.wait_for()


def test_a_possible_opt_out_is_found_and_put_on_the_stop_list(panel, demo, axe, picture):
    number, other = demo.phone_number(), demo.phone_number()
    for one in (number, other):
        demo.text("please stop texting me", sender=one)
        demo.conversation_of(one)
    page = panel("/inbox", level="agent")
    page.get_by_label("Only").select_option(label="Possible opt-outs")
    row(page, other).wait_for()
    row(page, number).get_by_role("link").click()
    page.get_by_text("reads like a wish to opt out").wait_for()
    picture(page, "inbox-opt-out")
    axe(page)
    page.get_by_role("button", name="Add to stop list").click()
    page.get_by_text("Nothing can be sent:").wait_for()
    assert demo.get(f"customers/phone/{number}")["stoppedAt"] == ["default"]
    row(page, other).get_by_role("link").click()
    expect(row(page, number)).to_have_count(0)
    page.get_by_role("button", name="Not an opt-out").click()
    page.get_by_text("Settled: this was no wish to opt out.").wait_for()
    assert demo.get(f"customers/phone/{other}")["stoppedAt"] == []


def test_files_go_both_ways(panel, demo, customer, tmp_path, picture):
    number, conversation = customer
    page = panel(f"/inbox/{conversation}", level="agent")
    demo.mock(f"{demo.phone}/mock/text", {"from": number, "to": "+15005550006", "body": "Like this one", "media": [PICTURE]})
    shown = message(page, "Like this one").get_by_role("img")
    shown.wait_for()
    wait(lambda: shown.evaluate("(picture) => picture.naturalWidth") == 1)
    file = tmp_path / "bill.png"
    file.write_bytes(urllib.request.urlopen(PICTURE).read())
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files([file, file])
    page.get_by_text("Ready", exact=True).nth(1).wait_for()
    page.get_by_role("button", name="Remove bill.png").first.click()
    expect(page.get_by_role("list", name="Attached files").get_by_role("listitem")).to_have_count(1)
    answer(page).fill("Here it is")
    answer(page).press("Enter")
    message(page, "Here it is").get_by_text("Delivered").wait_for()
    message(page, "Here it is").get_by_role("img").wait_for()
    picture(page, "inbox-files")
    [received] = [one for one in demo.mock(f"{demo.phone}/mock/phones/{number}/messages")
                  if one["direction"] == "received" and not one["automatic"]]
    assert len(received["media"]) == 1


def test_a_file_that_cannot_be_sent_says_so_beside_it(panel, customer):
    _, conversation = customer
    page = panel(f"/inbox/{conversation}", level="agent")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files({"name": "page.html", "mimeType": "text/html", "buffer": b"<!doctype html><script>1</script>"})
    page.get_by_text("Not attached:").wait_for()
    panel.complaints.clear()


def test_a_draft_stays_with_its_conversation_whatever_comes_in(panel, demo, customer):
    number, conversation = customer
    other = demo.phone_number()
    demo.text("And mine?", sender=other)
    demo.conversation_of(other)
    page = panel(f"/inbox/{conversation}", level="agent")
    answer(page).press_sequentially("Half a")
    demo.text("Hello?", sender=number)
    message(page, "Hello?").wait_for()
    expect(answer(page)).to_be_focused()
    answer(page).press_sequentially(" sentence")
    row(page, other).get_by_role("link").click()
    message(page, "And mine?").wait_for()
    expect(answer(page)).to_have_value("")
    page.go_back()
    message(page, "Hello?").wait_for()
    expect(answer(page)).to_have_value("Half a sentence")
    answer(page).press("Shift+Enter")
    expect(answer(page)).to_have_value("Half a sentence\n")
    assert phone(demo, number) == []


def test_everything_goes_by_keyboard_and_no_letter_is_a_command_while_typing(panel, demo, customer):
    number, conversation = customer
    page = panel("/inbox", level="agent")
    row(page, number).wait_for()
    page.keyboard.press("j")
    expect(page.get_by_role("list", name="Conversations").get_by_role("link").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    expect(row(page, number).get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(answer(page)).to_be_focused()
    page.keyboard.type("jku?/n")
    expect(answer(page)).to_have_value("jku?/n")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Keys").focus()
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys in the inbox").wait_for()
    page.get_by_role("switch", name="Single keys do something").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_closed_conversation_says_so_and_a_new_one_is_started(panel, demo, customer, axe, picture):
    number, conversation = customer
    page = panel(f"/inbox/{conversation}", level="agent")
    page.get_by_role("button", name="Close …").click()
    page.get_by_role("button", name="Close conversation").click()
    page.get_by_text("This conversation is closed.").wait_for()
    expect(answer(page)).to_be_hidden()
    assert demo.get(f"conversations/{conversation}")["state"] == "closed"
    page.locator(".obstacle").get_by_role("button", name="Start conversation …").click()
    dialog = page.get_by_role("dialog", name="Start a conversation")
    expect(dialog.get_by_label("To")).to_have_value(number)
    dialog.get_by_label("First message").fill("It is ready now.")
    dialog.get_by_text("1 segment").wait_for()
    picture(page, "inbox-start")
    axe(page)
    dialog.get_by_role("button", name="Send and start").click()
    message(page, "It is ready now.").get_by_text("Delivered").wait_for()
    assert phone(demo, number) == ["It is ready now."]
    started = demo.conversation_of(number)
    assert started["id"] != conversation and started["owner"]
    page.get_by_role("button", name="Start conversation").click()
    dialog.get_by_label("To").fill("nobody at all")
    dialog.get_by_label("First message").fill("Hello")
    dialog.get_by_role("button", name="Send and start").click()
    for place in (".fault", ".segments"):
        dialog.locator(place).filter(has_text="phone number").wait_for()
    panel.complaints.clear()
    dialog.get_by_label("To").fill(number)
    dialog.get_by_role("button", name="Send and start").click()
    page.get_by_text("was open already, so your message was added to it").wait_for()
    wait(lambda: phone(demo, number) == ["It is ready now.", "Hello"])


def test_who_may_not_answer_is_told_so_before_typing(panel, demo, picture):
    number = demo.phone_number()
    roles = demo.get("contact-points/sales/conversation-roles")
    demo.call("PUT", "contact-points/sales/conversation-roles", {**roles, "answer": ["support"]})
    try:
        demo.text("Anybody there?", sender=number, to="+15005550010")
        conversation = demo.conversation_of(number)["id"]
        page = panel(f"/inbox/{conversation}", level="agent")
        page.get_by_text("none of your roles may answer at this contact point").wait_for()
        message(page, "Anybody there?").wait_for()
        expect(answer(page)).to_be_hidden()
        expect(page.get_by_role("button", name="Claim")).to_have_count(0)
        demo.call("PUT", "contact-points/sales/conversation-roles", {"read": ["support"], "answer": ["support"]})
        page = panel(f"/inbox/{conversation}", level="agent")
        page.get_by_role("heading", name="You may not read this conversation").wait_for()
        expect(page.get_by_text("Anybody there?")).to_have_count(0)
        panel.complaints.clear()
    finally:
        demo.call("PUT", "contact-points/sales/conversation-roles", roles)


def test_on_a_phone_the_list_and_a_conversation_are_two_screens(panel, demo, customer, axe, picture):
    number, _ = customer
    page = panel("/inbox", level="agent", width=360, height=760, scheme="dark")
    fits = "() => document.documentElement.scrollWidth <= 360"
    row(page, number).wait_for()
    assert page.evaluate(fits)
    axe(page)
    picture(page, "inbox-360-list")
    row(page, number).get_by_role("link").click()
    message(page, "Is my bicycle ready?").wait_for()
    expect(page.get_by_role("heading", name="Conversations")).to_be_hidden()
    assert page.evaluate(fits)
    axe(page)
    picture(page, "inbox-360-conversation", whole=True)
    page.get_by_role("link", name="All conversations").click()
    row(page, number).wait_for()
    expect(message(page, "Is my bicycle ready?")).to_have_count(0)


def test_what_came_while_nobody_looked_is_counted_in_the_title(panel, demo, customer):
    number, conversation = customer
    page = panel(f"/inbox/{conversation}", level="agent")
    turn = """(hidden) => {
        Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(turn, True)
    demo.text("One", sender=number)
    demo.text("Two", sender=number)
    expect(page).to_have_title(f"(2) {number} · Gatehouse")
    page.evaluate(turn, False)
    expect(page).to_have_title(f"{number} · Gatehouse")


def test_filters_are_kept_in_the_address(panel, demo, customer):
    number, conversation = customer
    page = panel("/inbox", level="agent")
    row(page, number).wait_for()
    page.get_by_label("Whose").select_option(label="Mine")
    expect(row(page, number)).to_have_count(0)
    row_count = page.get_by_role("list", name="Conversations").get_by_role("listitem")
    demo.text("More", sender=number)
    page.get_by_label("Whose").select_option(label="Nobody’s yet")
    row(page, number).wait_for()
    page.get_by_text("More filters").click()
    page.get_by_label("Platform").select_option(label="SMS")
    expect(row_count.filter(has_text="SMS").first).to_be_visible()
    page.reload()
    expect(page.get_by_label("Platform")).to_have_value("sms")
    expect(page.get_by_label("Whose")).to_have_value("none")
    page.get_by_label("Search in messages").fill("no such words at all")
    page.keyboard.press("Enter")
    page.get_by_text("No conversation is like that.").wait_for()


def test_who_waits_too_long_is_told_and_found(panel, demo, picture):
    number = demo.phone_number()
    demo.call("PUT", "contact-points/sales/timers", {"response": 1})
    try:
        page = panel("/inbox?only=waiting", level="agent")
        expect(row(page, number)).to_have_count(0)
        demo.text("Hello? Anybody?", sender=number, to="+15005550010")
        row(page, number).get_by_text("too long").wait_for()
        row(page, number).get_by_role("link").click()
        answer(page).fill("We are here.")
        answer(page).press("Enter")
        message(page, "We are here.").get_by_text("Delivered").wait_for()
        expect(row(page, number).get_by_text("too long")).to_have_count(0)
    finally:
        demo.call("DELETE", "contact-points/sales/timers")


def test_an_erased_conversation_goes_from_the_screen(panel, demo, customer):
    number, conversation = customer
    page = panel(f"/inbox/{conversation}", level="agent")
    message(page, "Is my bicycle ready?").wait_for()
    demo.post(f"customers/phone/{number}/erase")
    page.get_by_text("Choose a conversation").wait_for()
    expect(message(page, "Is my bicycle ready?")).to_have_count(0)
    expect(row(page, number)).to_have_count(0)
