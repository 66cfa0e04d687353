"""Events, those who are told of them, the audit log, and what was rejected."""

import base64
import csv
import hashlib
import hmac
import io
import urllib.error
import urllib.parse
import urllib.request

import pytest
from playwright.sync_api import expect

from demo import wait
from receiver import Receiver


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def subscriber(demo, receiver):
    """A subscriber that hears what customers write."""
    made = demo.post("subscribers", {"label": f"Desk {receiver.url[-10:-7]}", "url": receiver.url, "events": ["message.received"]})
    yield made
    demo.call("DELETE", f"subscribers/{made['id']}")


def rows(page):
    return page.locator("tbody tr")


def row(page, text):
    return page.locator("tbody tr", has_text=text)


# Events


def test_what_happens_comes_in_at_the_top_of_the_log(panel, demo):
    page = panel("/events", level="manager")
    page.get_by_text("Live: what happens now").wait_for()
    number = demo.phone_number()
    demo.text("Have you got blue ones?", sender=number)
    line = page.locator("tbody tr", has_text=number).filter(has_text="A customer wrote")
    line.wait_for()
    line.get_by_role("button", name="A customer wrote").click()
    dialog = page.get_by_role("dialog", name="A customer wrote")
    assert "Have you got blue ones?" in dialog.locator("pre").inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    line.get_by_role("button", name="A customer wrote").wait_for()
    positions = [int(text) for text in page.locator("td[data-label=Position]").all_inner_texts()]
    assert positions == sorted(positions, reverse=True) and len(set(positions)) == len(positions)


def test_the_log_is_searched_by_type_and_contact_point(panel, demo):
    point = demo.contact_point(label="Searched")
    number = demo.phone_number()
    demo.text("For the search", sender=number)
    demo.conversation_of(number)
    page = panel("/events")
    page.get_by_label("What happened").select_option("message.received")
    row(page, "A conversation began").first.wait_for(state="detached")
    row(page, number).wait_for()
    assert set(page.locator("tbody .kind").all_inner_texts()) == {"message.received"}
    page.get_by_label("Contact point").select_option(point["id"])
    page.get_by_text("Nothing like this so far").wait_for()
    assert "contactPoint=searched" in page.url and "type=message.received" in page.url
    # What is filtered does not come in live, either.
    demo.text("Still not for the search", sender=number)
    wait(lambda: len(demo.get(f"conversations/{demo.conversation_of(number)['id']}/messages")["items"]) == 2)
    expect(rows(page)).to_have_count(0)
    page.reload()
    page.get_by_text("Nothing like this so far").wait_for()


def test_the_log_is_read_from_any_position(panel, demo):
    first = demo.get("events?limit=3")["items"]
    page = panel("/events")
    page.get_by_label("From position").fill(str(first[0]["position"]))
    page.get_by_role("button", name="Read from there").click()
    page.get_by_text("In order, after position").wait_for()
    positions = [int(text) for text in page.locator("td[data-label=Position]").all_inner_texts()]
    assert positions[0] == first[1]["position"] and positions == sorted(positions)
    page.get_by_role("button", name="Newest").click()
    page.get_by_text("Live: what happens now").wait_for()


def test_a_long_log_is_read_from_its_end_and_on_to_its_beginning(panel, demo):
    """A log as it is after some weeks and a restored backup: its beginning is gone, and a billion positions are left out."""
    positions = [*range(2501, 2801), *range(1_000_006_001, 1_000_006_031)]

    def answer(route):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(route.request.url).query)
        assert query["order"] == ["newest"]
        before, limit = int(query.get("cursor", ["9" * 18])[0]), int(query["limit"][0])
        found = [position for position in reversed(positions) if position < before][:limit]
        items = [{"id": f"evt_{position}", "type": "message.received", "timestamp": "2026-01-01T00:00:00.000Z",
                  "position": position, "data": {}} for position in found]
        return route.fulfill(json={"items": items, **({"next": str(found[-1])} if len(found) == limit else {})})

    page = panel("/contact-points")
    page.route("**/v1/events?*", answer)
    page.get_by_role("link", name="Events").click()
    page.get_by_text("Live: what happens now").wait_for()
    shown = [int(text) for text in page.locator("td[data-label=Position]").all_inner_texts()]
    assert shown == positions[: -len(shown) - 1 : -1] and len(shown) > 30
    page.get_by_role("button", name="More").click()
    page.locator("tbody tr").nth(len(positions) - 1).wait_for()
    shown = [int(text) for text in page.locator("td[data-label=Position]").all_inner_texts()]
    assert shown == positions[::-1]
    expect(page.get_by_role("button", name="More")).to_have_count(0)


# Subscribers


def test_a_subscriber_is_made_and_gets_what_happens_signed(panel, demo, receiver):
    page = panel("/subscribers")
    page.get_by_role("button", name="New subscriber").click()
    dialog = page.get_by_role("dialog", name="New subscriber")
    dialog.get_by_role("textbox", name="Name").fill("Our CRM")
    dialog.get_by_label("Address").fill("crm.example.com")
    dialog.get_by_role("button", name="Make it").click()
    dialog.locator(".fault", has_text="it must be an absolute http or https address").wait_for()
    panel.complaints.clear()
    dialog.get_by_label("Address").fill(receiver.url)
    dialog.get_by_label("A customer wrote").check()
    dialog.get_by_role("button", name="Make it").click()
    shown = page.get_by_role("dialog", name="The secret, shown this once")
    secret = shown.locator("code").inner_text()
    shown.get_by_role("button", name="I have kept it").click()
    page.get_by_role("heading", name="Our CRM").wait_for()
    made = next(one for one in demo.get("subscribers")["items"] if one["label"] == "Our CRM")
    assert made["events"] == ["message.received"] and made["url"] == receiver.url

    demo.text("For the CRM", sender=demo.phone_number())
    ((_, document),) = receiver.wait_for(1)
    assert document["data"]["message"]["text"] == "For the CRM"
    assert receiver.is_signed_with(secret)
    # It shows by itself.
    row(page, document["id"]).filter(has_text="Delivered").wait_for()

    page.get_by_role("button", name="Remove…").click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_role("heading", name="Subscribers").wait_for()
    assert made["id"] not in [one["id"] for one in demo.get("subscribers")["items"]]


def test_one_event_is_sent_again_and_all_are_replayed(panel, demo, receiver, subscriber):
    demo.text("Once", sender=demo.phone_number())
    ((event, document),) = receiver.wait_for(1)
    page = panel(f"/subscribers/{subscriber['id']}")
    page.get_by_role("button", name=f"Send {event} again").click()
    page.get_by_text("The event was taken.").wait_for()
    again = receiver.wait_for(2)
    assert [id for id, _ in again] == [event, event]

    page.get_by_role("button", name="Replay…").click()
    page.get_by_label("After position").fill(str(document["position"] - 1))
    page.get_by_role("button", name="Replay", exact=True).click()
    assert receiver.wait_for(3)[2][0] == event


def test_a_wrong_position_is_refused_beside_the_field(panel, subscriber):
    page = panel(f"/subscribers/{subscriber['id']}")
    page.get_by_role("button", name="Replay…").click()
    page.get_by_label("After position").fill("999999999")
    page.get_by_role("button", name="Replay", exact=True).click()
    page.locator("dialog .fault", has_text="there is no event at that position yet").wait_for()
    panel.complaints.clear()


def test_a_paused_subscriber_gets_what_it_missed_when_it_goes_on(panel, demo, receiver, subscriber):
    page = panel(f"/subscribers/{subscriber['id']}")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Go on").wait_for()
    assert demo.get(f"subscribers/{subscriber['id']}")["state"] == "paused"
    number = demo.phone_number()
    demo.text("While it rests", sender=number)
    demo.conversation_of(number)
    assert receiver.calls == []
    page.get_by_role("button", name="Go on").click()
    ((_, document),) = receiver.wait_for(1)
    assert document["data"]["message"]["text"] == "While it rests"


def test_a_new_secret_signs_and_a_test_event_says_what_came_of_it(panel, demo, receiver, subscriber):
    page = panel(f"/subscribers/{subscriber['id']}")
    page.get_by_role("button", name="New secret…").click()
    page.get_by_role("button", name="Replace it").click()
    shown = page.get_by_role("dialog", name="The secret, shown this once")
    secret = shown.locator("code").inner_text()
    assert secret != subscriber["secret"]
    shown.get_by_role("button", name="I have kept it").click()
    page.get_by_role("button", name="Send a test event").click()
    page.get_by_text("The test event was taken.").wait_for()
    receiver.wait_for(1, "subscriber.test")
    assert receiver.is_signed_with(secret) and receiver.is_signed_with(subscriber["secret"])
    receiver.answer = 500
    page.get_by_role("button", name="Send a test event").click()
    page.get_by_text("The test event was not taken").wait_for()
    row(page, "Failed").wait_for()
    page.get_by_label("Show", exact=True).select_option("delivered")
    page.locator("tbody tr", has_text="Failed").wait_for(state="detached")
    expect(rows(page)).to_have_count(1)


def test_what_a_subscriber_hears_of_is_changed_and_saved(panel, demo, subscriber):
    page = panel(f"/subscribers/{subscriber['id']}")
    page.get_by_label("A message has another status").check()
    page.get_by_label("Sales", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    now = demo.get(f"subscribers/{subscriber['id']}")
    assert set(now["events"]) == {"message.received", "message.statusChanged"} and now["contactPoints"] == ["sales"]


# Audit


def test_a_change_stands_in_the_audit_log_with_before_and_after(panel, demo):
    role = demo.post("roles", {"label": "Weekend"})
    demo.call("PATCH", f"roles/{role['id']}", {"label": "Weekends"})
    page = panel("/audit")
    page.get_by_label("To what").fill(f"role/{role['id']}")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody th")).to_have_text(["role.update", "role.create"])
    change = row(page, "role.update")
    expect(change.locator("dd")).to_have_text(["Weekend", "Weekends"])
    assert change.locator("td[data-label=Who]").inner_text() == "Key: Demo"
    page.get_by_label("What", exact=True).fill("role.create")
    page.get_by_role("button", name="Show").click()
    change.wait_for(state="detached")
    expect(rows(page)).to_have_count(1)


def test_the_audit_log_is_downloaded_as_it_is_filtered(panel, demo):
    role = demo.post("roles", {"label": "For the file"})
    page = panel(f"/audit?subject=role/{role['id']}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert download.value.suggested_filename.endswith(".csv")
    with open(download.value.path(), encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["action"], line["after"]) for line in lines] == [("role.create", "For the file")]


def test_changed_settings_show_only_what_is_another(panel, demo):
    point = demo.contact_point()
    place = f"contact-points/{point['id']}/platforms/sms/availability"
    demo.call("PUT", place, {"rules": {"times": ["08:00-20:00"]}})
    demo.call("PUT", place, {"rules": {"times": ["08:00-18:00"]}})
    page = panel(f"/audit?subject=contact-point/{point['id']}&action=contact-point.availability")
    newest = rows(page).first.locator("td[data-label=Change]").inner_text()
    assert "08:00-20:00" in newest and "08:00-18:00" in newest and "{" not in newest


def test_a_time_that_is_none_is_not_taken_for_a_choice(panel, demo):
    page = panel("/audit")
    page.get_by_label("From", exact=True).fill("2099-01-01T00:00")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("Nothing was done that fits.").wait_for()
    page.get_by_role("button", name="Clear").click()
    rows(page).first.wait_for()


# Rejected


class Carrier:
    """A number at a carrier whose token the gateway has wrong; requests are signed with the right one."""

    token = "0123456789abcdef0123456789abcdef"

    def __init__(self, demo):
        self.demo = demo
        demo.number += 1
        self.account = f"AC{demo.number:032x}"
        self.number = f"+1206555{2000 + demo.number}"
        settings = {"accountSid": self.account, "authToken": "f" * 32, "apiBase": demo.phone}
        self.app = demo.post("platform-apps", {"platform": "sms", "label": f"Carrier {demo.number}", "settings": settings})
        self.address = next(hook["url"] for hook in self.app["webhooks"] if hook["url"].endswith("/message"))

    def mend(self):
        self.demo.call("PATCH", f"platform-apps/{self.app['id']}", {"settings": {"authToken": self.token}})

    def deliver(self, text, sender, to=None):
        """Gives the status that the gateway answers with."""
        self.demo.number += 1
        form = {"MessageSid": f"SM{self.demo.number:032x}", "AccountSid": self.account, "From": sender, "To": to or self.number,
                "Body": text, "NumMedia": "0", "NumSegments": "1"}
        signed = self.address + "".join(name + form[name] for name in sorted(form))
        signature = base64.b64encode(hmac.digest(self.token.encode(), signed.encode(), hashlib.sha1)).decode()
        request = urllib.request.Request(
            self.address, urllib.parse.urlencode(form).encode(),
            {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature})
        try:
            with urllib.request.urlopen(request) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code


def test_a_rejected_request_is_taken_in_once_the_secret_is_mended(panel, demo, axe, picture):
    carrier = Carrier(demo)
    demo.post("contact-points/sales/connections", {"app": carrier.app["id"], "address": carrier.number})
    sender = demo.phone_number()
    assert carrier.deliver("You cannot have verified this", sender) == 403

    page = panel("/rejected")
    picture(page, "rejected")
    row(page, carrier.app["label"]).get_by_role("link").click()
    page.get_by_role("heading", name="Rejected request").wait_for()
    expect(page.get_by_text("You+cannot+have")).to_have_count(0)
    request = page.url.split("/")[-1]
    page.get_by_role("button", name="Open it").click()
    page.get_by_label("Body").wait_for()
    assert "verified" in page.get_by_label("Body").inner_text()
    picture(page, "rejected-request")
    axe(page)
    looked = demo.get(f"audit?subject=quarantine/{request}")["items"]
    assert [entry["action"] for entry in looked] == ["quarantine.look"]

    page.get_by_role("button", name="Verify again").click()
    page.get_by_role("alert").filter(has_text="The request is still rejected").wait_for()
    panel.complaints.clear()
    assert sender not in [one["customer"] for one in demo.get("conversations?contactPoint=sales")["items"]]

    carrier.mend()
    page.get_by_role("button", name="Verify again").click()
    page.get_by_text("was taken in: 1 event").wait_for()
    conversation = demo.conversation_of(sender)
    (message,) = demo.get(f"conversations/{conversation['id']}/messages")["items"]
    assert message["text"] == "You cannot have verified this"
    assert request not in [one["id"] for one in demo.get("quarantine")["items"]]
    expect(row(page, carrier.app["label"])).to_have_count(0)


def test_a_message_to_nobodys_number_is_shown(panel, demo):
    carrier = Carrier(demo)
    carrier.mend()
    sender = demo.phone_number()
    assert carrier.deliver("Is anybody there?", sender) in (200, 204)
    page = panel("/rejected")
    page.get_by_role("link", name="Messages to nobody’s address").click()
    line = row(page, carrier.number)
    line.wait_for()
    assert "Is anybody there?" in line.inner_text() and sender in line.inner_text()


# Who sees what


def test_managers_see_events_and_no_administrators_records(panel, demo):
    page = panel("/events", level="manager")
    menu = page.get_by_role("navigation", name="Main")
    expect(menu.get_by_role("link", name="Events")).to_have_count(1)
    for name in ("Subscribers", "Audit log", "Rejected", "API keys", "Roles"):
        expect(menu.get_by_role("link", name=name)).to_have_count(0)
    page.goto(f"{demo.url}/panel/audit")
    page.get_by_role("heading", name="This is not for you").wait_for()
    panel.complaints.clear()


def test_agents_see_no_records(panel):
    page = panel("/contact-points", level="agent")
    for name in ("Events", "Subscribers", "Audit log", "Rejected", "Users"):
        expect(page.get_by_role("navigation", name="Main").get_by_role("link", name=name)).to_have_count(0)
    panel.complaints.clear()


# For everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_records_can_be_read_by_everybody_and_on_a_phone(panel, demo, subscriber, axe, picture, scheme):
    demo.text("For the pictures", sender=demo.phone_number())
    page = panel("/events", scheme=scheme)
    for address in ("events", "subscribers", f"subscribers/{subscriber['id']}", "audit", "rejected", "rejected?show=unrouted"):
        page.set_viewport_size({"width": 1280, "height": 860})
        page.goto(f"{demo.url}/panel/{address}")
        page.locator("main:not([aria-busy]) h1").wait_for()
        name = address.split("/")[0].replace("?show=", "-") + ("-one" if "/" in address else "")
        picture(page, f"{name}-{scheme}")
        axe(page)
        page.set_viewport_size({"width": 360, "height": 740})
        picture(page, f"{name}-{scheme}-360")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
