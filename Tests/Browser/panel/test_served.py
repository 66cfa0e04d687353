"""What takes a gateway of its own: with mail, with messages of which nobody can say whether they have left, with little in it."""

import pytest
from playwright.sync_api import expect

from demo import wait
from inbox import answer, message, phone
from scale import Scale


@pytest.mark.parametrize("address", ["/inbox", "/contact-points"])
def test_what_is_seen_first_after_signing_in_is_light(panel, served, address):
    for _ in range(20):
        served.text("Is my bicycle ready?", sender=served.phone_number())
    page = panel("/account", at=served)
    loaded = Scale(page).weigh(f"{served.url}/panel{address}")
    assert len(loaded) > 20, "the browser had it already"
    total = sum(size for _, size in loaded)
    print(f"{address}: {total} bytes in {len(loaded)} answers")
    assert total < 150_000, loaded


@pytest.fixture
def customer(served):
    """A customer who has texted, and the conversation that this began."""
    number = served.phone_number()
    served.text("Is my bicycle ready?", sender=number)
    return number, served.conversation_of(number)["id"]


@pytest.fixture
def held(panel, served, customer):
    """An answer that the carrier was called with when the line broke: the page it was written in, and who it is for."""
    number, conversation = customer
    served.call("PATCH", "contact-points/default", {"unprovenSends": "hold"})
    page = panel(f"/inbox/{conversation}", level="agent", at=served)
    served.mock(f"{served.phone}/mock/faults", {"operation": "messages.create", "subject": number, "fault": "cutBeforeAccepting"})
    answer(page).fill("It is ready.")
    answer(page).press("Enter")
    message(page, "It is ready.").get_by_text("On hold").wait_for()
    return page, number, conversation


def statuses(served, conversation):
    messages = served.get(f"conversations/{conversation}/messages")["items"]
    return [one["status"] for one in messages if one["direction"] == "outbound"]


def test_an_answer_of_which_nobody_knows_whether_it_left_is_sent_again_by_a_person(served, held, axe, picture):
    page, number, conversation = held
    said = message(page, "It is ready.")
    assert phone(served, number) == [] and statuses(served, conversation) == ["held"]
    axe(page)
    picture(page, "inbox-held")
    said.get_by_role("button", name="Details").click()
    page.get_by_role("dialog").get_by_role("row").filter(has_text="Cut off; not known").wait_for()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(said.get_by_role("button", name="Send again", exact=True)).to_have_count(0)
    said.get_by_role("button", name="Send again, though it may arrive twice").click()
    said.get_by_text("Delivered", exact=True).wait_for()
    assert phone(served, number) == ["It is ready."]
    expect(said.get_by_role("button", name="Give it up")).to_have_count(0)
    [sent] = [one["id"] for one in served.get(f"conversations/{conversation}/messages")["items"] if one["direction"] == "outbound"]
    assert [one["possibleDuplicate"] for one in served.get(f"messages/{sent}")["attempts"]] == [False, True]


def test_it_is_given_up_and_does_not_leave(served, held):
    page, number, conversation = held
    said = message(page, "It is ready.")
    said.get_by_role("button", name="Give it up").click()
    said.get_by_text("Not sent", exact=True).wait_for()
    said.get_by_text("may or may not have been sent").wait_for()
    expect(said.get_by_role("button", name="though it may arrive twice")).to_have_count(0)
    expect(answer(page)).to_be_focused()
    answer(page).fill("Are you there?")
    answer(page).press("Enter")
    message(page, "Are you there?").get_by_text("Delivered").wait_for()
    assert phone(served, number) == ["Are you there?"] and statuses(served, conversation) == ["refused", "delivered"]


def test_a_transcript_is_mailed_to_the_customer_once_somebody_has_answered(panel, served, customer):
    number, conversation = customer
    page = panel(f"/inbox/{conversation}", level="agent", at=served)

    def mail(address):
        page.get_by_role("button", name="Mail transcript …").click()
        page.get_by_role("dialog").get_by_label("E-mail address").fill(address)
        page.get_by_role("button", name="Mail it").click()

    mail("ada@example.com")
    page.get_by_role("dialog").get_by_role("alert").filter(has_text="answered").wait_for()
    page.get_by_role("button", name="Cancel").click()
    answer(page).fill("It is. We are open until six.")
    answer(page).press("Enter")
    message(page, "open until six").get_by_text("Delivered").wait_for()
    mail("ada")
    page.get_by_role("dialog").locator(".fault").filter(has_text="address").wait_for()
    panel.complaints.clear()
    page.get_by_role("dialog").get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_role("button", name="Mail it").click()
    page.get_by_text("The transcript will be mailed").wait_for()
    expect(page.get_by_role("dialog")).to_have_count(0)
    mails = wait(lambda: [mail for to, mail in served.postbox.mails if to == ["ada@example.com"]])
    text = mails[0].get_body(("plain",)).get_content()
    assert len(mails) == 1 and "Is my bicycle ready?" in text and "We are open until six." in text
