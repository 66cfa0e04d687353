"""Messages to many: looked at first, sent once, and told of recipient by recipient."""

import pytest
from playwright.sync_api import expect

from demo import wait


def received(demo, number):
    return [text["body"] for text in demo.mock(f"{demo.phone}/mock/phones/{number}/messages")
            if text["direction"] == "received" and not text["automatic"]]


@pytest.fixture
def recipients(demo):
    """Eight who can be written to, one on the stop list, and one that is nonsense."""
    good = [demo.phone_number() for _ in range(8)]
    stopped = demo.phone_number()
    demo.post("contact-points/default/stop-list", {"addresses": [stopped]})
    return good, stopped, "415-nonsense"


def test_ten_recipients_of_which_two_are_refused(panel, demo, recipients, axe, picture):
    good, stopped, nonsense = recipients
    page = panel("/notifications", level="agent")
    axe(page)
    page.get_by_label("Contact point", exact=True).select_option(label="Default")
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("Say who is to get it.").wait_for()
    page.get_by_label("Recipients").fill("\n".join([*good[:4], stopped, nonsense]) + "\n" + ", ".join(good[4:]))
    page.get_by_text("10 recipients", exact=True).wait_for()
    page.get_by_label("Text", exact=True).fill("We close at noon on Friday.")
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview")
    preview.get_by_text("8 of 10 would get it").wait_for()
    preview.get_by_text("1 segment · GSM-7").wait_for()
    preview.get_by_text("does not say how to opt out").wait_for()
    preview.get_by_role("row").filter(has_text=stopped).get_by_text("stop list").wait_for()
    preview.get_by_role("row").filter(has_text=nonsense).get_by_text("not a phone number").wait_for()
    axe(page)
    picture(page, "notification-preview", whole=True)
    assert all(received(demo, number) == [] for number in good)
    page.get_by_label("Text", exact=True).fill("We close at noon on Friday. Reply STOP to opt out.")
    expect(preview).to_have_count(0)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Send to 8 recipients …").click()
    page.get_by_role("dialog").get_by_role("button", name="Send to 8 recipients").dblclick()
    page.get_by_role("heading", name="Notification", exact=True).wait_for()
    page.get_by_role("listitem").filter(has_text="Delivered").get_by_text("8").wait_for()
    page.get_by_role("row").filter(has_text=stopped).get_by_text("stop list").wait_for()
    page.get_by_role("row").filter(has_text=nonsense).get_by_text("Not sent").wait_for()
    axe(page)
    picture(page, "notification", whole=True)
    for number in good:
        assert received(demo, number) == ["We close at noon on Friday. Reply STOP to opt out."]
    assert received(demo, stopped) == []
    page.get_by_role("link", name="All notifications").click()
    page.get_by_role("row").filter(has_text="We close at noon on Friday.").get_by_text("Ann Lindqvist").wait_for()
    expect(page.get_by_label("Recipients")).to_have_value("")


def test_those_it_did_not_reach_are_written_to_again(panel, demo):
    good, off = demo.phone_number(), demo.phone_number()
    demo.mock(f"{demo.phone}/mock/faults", {
        "operation": "carrier", "subject": off, "fault": "carrierRefuses", "code": 30003, "times": 1})
    sent = demo.post("contact-points/default/notifications", {"to": [good, off], "text": "News. Reply STOP to opt out."})
    page = panel(f"/notifications/{sent['id']}", level="agent")
    page.get_by_role("row").filter(has_text=off).get_by_text("off or out of reach").wait_for()
    page.get_by_role("button", name="Write again to the one it did not reach").click()
    expect(page.get_by_label("Recipients")).to_have_value(off)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Send to 1 recipient …").click()
    page.get_by_role("dialog").get_by_role("button", name="Send to 1 recipient").click()
    page.get_by_role("row").filter(has_text=off).get_by_text("Delivered").wait_for()
    assert received(demo, good) == received(demo, off) == ["News. Reply STOP to opt out."]


def test_a_column_of_a_file_becomes_the_recipients(panel, demo):
    one, other = demo.phone_number(), demo.phone_number()
    page = panel("/notifications", level="agent")
    page.get_by_label("Or from a file (CSV)").set_input_files({
        "name": "customers.csv", "mimeType": "text/csv",
        "buffer": f'\ufeffName;Mobile;Town\r\n"Byron; Ada";{one};London\r\nBo;{other};Reno\r\n'.encode()})
    expect(page.get_by_label("Recipients")).to_have_value(f"{one}\n{other}")
    page.get_by_label("Which column has the addresses?").select_option(index=1)
    expect(page.get_by_label("Recipients")).not_to_have_value(f"{one}\n{other}")
    page.get_by_label("Recipients").fill(", ".join(["+14155550100"] * 1001))
    page.get_by_text("1,001 are too many: 1,000 at most at once.").wait_for()


def test_what_has_not_left_is_taken_back(panel, demo, picture):
    number = demo.phone_number()
    demo.call("PUT", "contact-points/sales/sending-window", {"hours": {"monday": ["03:00-03:01"]}})
    try:
        sent = demo.post("contact-points/sales/notifications", {"to": [number], "text": "Too early"})
        page = panel(f"/notifications/{sent['id']}")
        page.get_by_role("row").filter(has_text=number).get_by_text("Leaves at").wait_for()
        page.get_by_role("button", name="Take back what has not left …").click()
        page.get_by_role("dialog").get_by_role("button", name="Take back").click()
        page.get_by_text("1 taken back.").wait_for()
        page.get_by_role("row").filter(has_text=number).get_by_text("Taken back").wait_for()
        picture(page, "notification-taken-back")
    finally:
        demo.call("PUT", "contact-points/sales/sending-window", {})
    wait(lambda: demo.get(f"notifications/{sent['id']}")["counts"] == {"canceled": 1})
    assert received(demo, number) == []


def test_who_may_not_send_is_told_so(panel, demo):
    roles = {point: demo.get(f"contact-points/{point}/outbound-roles") 
             for point in [one["id"] for one in demo.get("contact-points")["items"] if not one.get("archivedAt")]}
    try:
        for point, lists in roles.items():
            demo.call("PUT", f"contact-points/{point}/outbound-roles", {**lists, "sendNotification": ["support"]})
        page = panel("/notifications", level="agent")
        page.get_by_text("You cannot send notifications").wait_for()
        expect(page.get_by_role("button", name="Preview")).to_have_count(0)
    finally:
        for point, lists in roles.items():
            demo.call("PUT", f"contact-points/{point}/outbound-roles", lists)


def test_notifications_fit_a_phone_in_the_dark(panel, demo, axe, picture):
    sent = demo.post("contact-points/default/notifications", {"to": [demo.phone_number()], "text": "On a phone. Reply STOP to opt out."})
    for address in ("/notifications", f"/notifications/{sent['id']}"):
        page = panel(address, level="agent", width=360, height=760, scheme="dark")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        axe(page)
        picture(page, f"notifications-360{len(address)}", whole=True)
