"""Connecting platforms: step by step through the platforms' own pages, by hand, and what is never offered or kept."""

import re

import pytest
from playwright.sync_api import expect

from demo import Refused, wait

CAFE_PAGE = "222333444555666"
CAFE_ACCOUNT = "90210078"


@pytest.fixture
def point(demo):
    """A contact point of the test's own; what it has connected is free again after the test. It is asked for before the panel,
    whose pages are closed by then."""
    point = demo.contact_point()
    yield point
    # Those that divert go before those that they divert to.
    for one in sorted(connections(demo, point), key=lambda one: one["sending"]["mode"] == "standard"):
        demo.call("DELETE", f"connections/{one['id']}")


def connections(demo, point):
    return demo.get(f"contact-points/{point['id']}/connections")["items"]


def begin(page, button, title):
    page.get_by_role("button", name=button).click()
    steps = page.get_by_role("region", name=title)
    steps.get_by_role("button", name="Begin").click()
    return steps


def test_a_page_is_connected_by_signing_in_to_facebook(point, panel, demo, axe, picture):
    page = panel(f"/contact-points/{point['id']}/messenger")
    page.get_by_text("No page is connected here yet.").wait_for()
    expect(page.get_by_role("heading", name="Platform timers")).to_have_count(0)
    title = f"Connect Facebook to {point['label']}"
    steps = begin(page, "Configure Facebook", title)
    steps.get_by_text("Associate User").wait_for()
    axe(page)
    picture(page, "connect-facebook-open")
    steps.get_by_role("button", name="Go to").click()

    page.get_by_role("link", name="Olive Owner").click()
    page.get_by_role("button", name="Continue as Olive Owner").click()
    page.get_by_role("link", name="Go on in the control panel").click()

    steps = page.get_by_role("region", name=title)
    page.get_by_role("heading", level=1, name=title).wait_for()
    field = steps.get_by_label("The page's address, username or id")
    field.fill("no such page")
    steps.get_by_role("button", name="Next").click()
    steps.get_by_text("That names no page").wait_for()
    assert "code=" not in page.url and connections(demo, point) == []
    field.fill("https://www.facebook.com/harbourcafe")
    steps.get_by_role("button", name="Next").click()
    steps.get_by_role("group", name="Is this the page?").get_by_label("Harbour Café").wait_for()
    picture(page, "connect-facebook-choose")
    steps.get_by_role("button", name="Next").click()
    page.get_by_role("heading", name="Connected").wait_for()
    axe(page)
    picture(page, "connect-facebook-done")
    made = connections(demo, point)
    assert [(one["address"], one["state"]) for one in made] == [(CAFE_PAGE, "connected")]

    page.get_by_role("link", name="Back to where you began").click()
    page.get_by_role("heading", name="Platform timers").wait_for()
    expect(page.get_by_role("link", name=f"Harbour Café {CAFE_PAGE}", exact=True)).to_have_count(1)
    picture(page, "facebook-tab", whole=True)
    demo.mock(f"{demo.messenger}/mock/act", {
        "person": "Cleo Park", "page": CAFE_PAGE, "action": "text", "text": "Is there cake?"})
    checklist = demo.post(f"connections/{made[0]['id']}/checklist/run")
    assert [item["verdict"] for item in checklist["items"] if item["title"] == "Last message"] == ["green"]


def test_an_account_of_x_is_connected_once_its_warning_is_confirmed(point, panel, demo, axe, picture):
    page = panel(f"/contact-points/{point['id']}/twitter")
    title = f"Connect Twitter to {point['label']}"
    steps = begin(page, "Configure Twitter", title)
    steps.get_by_text("All direct messages of the account will go through this gateway").wait_for()
    axe(page)
    picture(page, "connect-x-warning")
    steps.get_by_role("button", name="Yes, go on").click()
    steps.get_by_role("button", name="Go to").click()

    page.get_by_role("link", name="Harbour Café").click()
    page.get_by_role("button", name="Authorize app").click()
    page.get_by_role("link", name="Go on in the control panel").click()

    page.get_by_text("Is @harbourcafe (number 90210078) the account").wait_for()
    assert connections(demo, point) == []
    page.get_by_role("button", name="Yes, go on").click()
    page.get_by_role("heading", name="Connected").wait_for()
    assert [one["address"] for one in connections(demo, point)] == [CAFE_ACCOUNT]

    page.get_by_role("link", name="Back to where you began").click()
    page.get_by_text("A contact point has one account number at most.").wait_for()
    expect(page.get_by_role("button", name="Connect another")).to_have_count(0)


def test_a_number_that_only_receives_is_added_with_the_one_that_answers(point, panel, demo, axe, picture):
    page = panel(f"/contact-points/{point['id']}/sms")
    page.get_by_role("button", name="Enter it by hand").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Phone number").fill("(500) 555-0106")
    dialog.get_by_role("button", name="Add").click()
    page.get_by_role("heading", level=1, name="+15005550106").wait_for()

    page.go_back()
    page.get_by_role("button", name="Enter it by hand").click()
    dialog.get_by_label("Phone number").fill("+1 800 555 01")
    expect(dialog.get_by_label("Answers leave from")).to_be_hidden()
    dialog.get_by_label("Type").select_option("Incoming only")
    dialog.get_by_label("Answers leave from").select_option("+15005550106")
    dialog.get_by_label("Pace").fill("3")
    dialog.get_by_label("Who answers STOP").select_option("gateway")
    axe(page)
    picture(page, "add-number")
    dialog.get_by_role("button", name="Add").click()
    fault = dialog.locator(".field", has=page.get_by_label("Phone number")).locator(".fault")
    assert "too short" in wait(fault.inner_text)
    assert len(connections(demo, point)) == 1
    panel.complaints.clear()
    dialog.get_by_label("Phone number").fill("+1 800 555 0101")
    dialog.get_by_role("button", name="Add").click()
    page.get_by_role("heading", level=1, name="+18005550101").wait_for()
    standard, incoming = connections(demo, point)
    assert incoming["sending"] == {"mode": "incomingOnly", "divertsTo": standard["id"]}
    assert incoming["pacing"]["unitsPerSecond"] == 3 and incoming["optOutReplies"] == "gateway"
    assert standard["sending"] == {"mode": "standard"} and standard["optOutReplies"] == "carrier"

    page.go_back()
    row = page.get_by_role("row", name="+18005550101")
    row.get_by_text("Incoming only, answers leave from +15005550106").wait_for()
    axe(page)
    picture(page, "sms-tab", whole=True)
    row.get_by_role("button", name="Change +18005550101").click()
    dialog.get_by_label("Type").select_option("Blocked outbound")
    dialog.get_by_role("button", name="Save").click()
    row.get_by_text("Blocked outbound, answers leave from").wait_for()
    assert connections(demo, point)[1]["sending"]["mode"] == "blockedOutbound"
    assert connections(demo, point)[1]["pacing"]["unitsPerSecond"] == 3

    # What others divert to is not removed; what nothing needs is, once it is confirmed.
    page.get_by_role("link", name="+15005550106", exact=True).click()
    page.get_by_role("button", name="Remove").click()
    dialog.get_by_role("button", name="Remove").click()
    dialog.get_by_role("alert").get_by_text("divert").wait_for()
    dialog.get_by_role("button", name="Cancel").click()
    panel.complaints.clear()
    assert len(connections(demo, point)) == 2
    page.goto(f"{demo.url}/panel/connections/{incoming['id']}")
    page.get_by_role("button", name="Remove").click()
    dialog.get_by_role("button", name="Remove").click()
    page.get_by_role("heading", level=1, name="SMS").wait_for()
    assert [one["id"] for one in connections(demo, point)] == [standard["id"]]


def test_what_cannot_be_added_leaves_no_app_behind(point, panel, demo):
    apps = {app["id"] for app in demo.get("platform-apps")["items"]}
    page = panel(f"/contact-points/{point['id']}/sms")
    page.get_by_role("button", name="Enter it by hand").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Through").select_option("Another one, entered here")
    dialog.get_by_label("Phone number").fill("+15005550006")
    dialog.get_by_role("button", name="Add").click()
    dialog.get_by_text("is required").first.wait_for()
    dialog.get_by_label("Account SID").fill("AC" + "0" * 32)
    dialog.get_by_label("Auth token").fill("0123456789abcdef0123456789abcdef")
    dialog.get_by_role("button", name="Add").click()
    dialog.get_by_role("alert").get_by_text("belongs to the contact point").wait_for()
    panel.complaints.clear()
    assert {app["id"] for app in demo.get("platform-apps")["items"]} == apps
    assert connections(demo, point) == []


def test_connecting_goes_on_after_a_reload_and_ends_when_it_is_cancelled(point, panel, demo):
    page = panel(f"/contact-points/{point['id']}/twitter")
    answers = []
    page.on("response", lambda response: answers.append(response) if "/v1/connecting" in response.url else None)
    begin(page, "Configure Twitter", f"Connect Twitter to {point['label']}")
    warning = page.get_by_text("All direct messages of the account")
    warning.wait_for()
    session = answers[0].json()["session"]
    page.reload()
    warning.wait_for()
    page.get_by_role("button", name="Cancel").click()
    warning.wait_for(state="detached")
    wait(lambda: [one for one in answers if one.request.method == "DELETE" and session in one.url and one.status == 204])
    page.reload()
    page.get_by_role("button", name="Configure Twitter").wait_for()
    expect(warning).to_have_count(0)


def test_what_cannot_go_on_says_why_and_is_tried_again(point, panel, demo, axe):
    # The one number of the account that is nobody's.
    app = next(app["id"] for app in demo.get("platform-apps")["items"] if app["label"] == "Mock Twilio")
    other = demo.post("contact-points/sales/connections", {"app": app, "address": "+15005550020"})
    page = panel(f"/contact-points/{point['id']}/sms")
    steps = begin(page, "Configure SMS", f"Connect SMS to {point['label']}")
    steps.get_by_text("The account has no number that can do SMS and is not connected already.").wait_for()
    axe(page)
    with page.expect_response("**/v1/connecting/*") as answer:
        steps.get_by_role("button", name="Try again").click()
    assert answer.value.json()["step"]["kind"] == "failed"
    steps.get_by_role("button", name="Cancel").click()
    assert connections(demo, point) == []
    demo.call("DELETE", f"connections/{other['id']}")


def test_a_secret_is_asked_for_again_where_the_platform_refuses_it(panel, demo, axe):
    connection = demo.get("contact-points/default/connections")["items"][0]
    page = panel(f"/connections/{connection['id']}")
    page.get_by_role("button", name="Reconnect").click()
    steps = page.get_by_role("region", name="Reconnect +15005550006")
    secret = steps.get_by_label("Auth token")
    assert secret.get_attribute("type") == "password"
    secret.fill("ffffffffffffffffffffffffffffffff")
    axe(page)
    page.keyboard.press("Enter")
    expect(secret).to_have_value("")
    assert "ffffffffffffffffffffffffffffffff" not in page.evaluate("JSON.stringify(sessionStorage)")
    steps.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Reconnect").wait_for()
    assert demo.get(f"connections/{connection['id']}")["state"] == "connected"


def test_every_kind_of_step_can_be_answered(point, panel, demo, axe):
    """As connectors to come may ask them."""
    steps = [
        {"id": "which", "kind": "choose", "several": True, "text": "Which ones?",
         "choices": [{"id": "a", "label": "First"}, {"id": "b", "label": "Second"}, {"id": "c", "label": "Third"}]},
        {"id": "look", "kind": "open", "returns": False, "url": "https://platform.example/terms", "text": "Agree there."},
        {"id": "pause", "kind": "wait", "seconds": 0, "text": "It is being made."},
        {"id": "pin", "kind": "ask", "label": "The PIN", "text": "Open https://platform.example/pin."},
        {"id": "trouble", "kind": "failed", "text": "That was no PIN."},
        {"id": "sure", "kind": "confirm", "text": "It will come here alone."},
    ]
    asked = iter(steps)
    answers = []

    def answer(route):
        if route.request.method == "POST":
            answers.append(route.request.post_data_json)
            route.fulfill(json={"session": "cns_1", "expiresAt": "2099-01-01T00:00:00Z", "step": next(asked)})
        else:
            route.fulfill(status=204)

    page = panel(f"/contact-points/{point['id']}/sms")
    page.route("**/v1/connecting", answer)
    page.route("**/v1/connecting/*", answer)
    drawn = begin(page, "Configure SMS", f"Connect SMS to {point['label']}")
    drawn.get_by_role("group", name="Which ones?").get_by_label("First").check()
    drawn.get_by_label("Third").check()
    axe(page)
    drawn.get_by_role("button", name="Next").click()
    link = drawn.get_by_role("link", name="Open platform.example")
    assert link.get_attribute("href") == "https://platform.example/terms"
    drawn.get_by_role("button", name="It is done there").click()
    drawn.get_by_label("The PIN").fill("1234")
    page.keyboard.press("Enter")
    drawn.get_by_text("That was no PIN.").wait_for()
    drawn.get_by_label("The PIN").fill("4321")
    page.keyboard.press("Enter")
    drawn.get_by_role("button", name="Yes, go on").wait_for()
    assert answers[1:] == [
        {"step": "which", "choices": ["a", "c"]}, {"step": "look"}, {"step": "pause"}, {"step": "pin", "text": "1234"},
        {"step": "pin", "text": "4321"},
    ]
    drawn.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Configure SMS").wait_for()


def test_web_chat_is_added_by_its_name_and_then_set_up_on_the_same_tab(point, panel, demo, picture):
    page = panel(f"/contact-points/{point['id']}/webchat")
    page.get_by_role("button", name="Add a chat name").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Chat name").fill(f"chat-{point['id']}")
    dialog.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="Platform timers").wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.get_by_role("heading", name="Availability").wait_for()
    page.get_by_role("textbox", name="Response").fill("90s")
    picture(page, "webchat-tab", whole=True)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    timers = demo.get(f"contact-points/{point['id']}/platforms/webchat/timers")
    assert timers["response"]["setHere"] == 90
    assert [one["address"] for one in connections(demo, point)] == [f"chat-{point['id']}"]


def test_who_comes_back_where_nothing_waits_is_shown_the_address(panel, demo, axe):
    page = panel("/connecting/returned?code=abc&state=of-somebody-else")
    page.get_by_role("heading", name="You are back").wait_for()
    expect(page.get_by_text("returned?code=abc&state=of-somebody-else")).to_have_count(1)
    axe(page)


def test_an_agent_sees_how_connections_are_and_is_offered_nothing(panel, demo):
    page = panel("/contact-points/default/sms", level="agent")
    page.get_by_role("link", name="+15005550006", exact=True).wait_for()
    for name in ["Enter it by hand", "Connect another phone number", "Change +15005550006"]:
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.get_by_role("link", name="+15005550006", exact=True).click()
    page.get_by_role("heading", level=1, name="+15005550006").wait_for()
    expect(page.locator("main").get_by_role("button")).to_have_count(0)


def test_the_apps_of_platforms_are_made_changed_and_removed(panel, demo, axe, picture):
    page = panel("/health")
    page.get_by_role("heading", level=1, name="Health").wait_for()
    page.get_by_role("button", name="Add an app").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Platform").select_option("SMS")
    dialog.get_by_label("Name").fill("A second account")
    dialog.get_by_label("Account SID").fill("AC" + "1" * 32)
    dialog.get_by_label("Auth token").fill("the first secret of all")
    axe(page)
    dialog.get_by_role("button", name="Add").click()
    card = page.locator(".app", has_text="A second account")
    card.wait_for()
    made = next(app for app in demo.get("platform-apps")["items"] if app["label"] == "A second account")
    card.get_by_text("Webhook addresses").click()
    expect(card.get_by_text(made["webhooks"][0]["url"]).first).to_be_visible()
    assert "the first secret of all" not in page.content()
    card.get_by_role("button", name="Change").click()
    assert dialog.get_by_label("Auth token").input_value() == ""
    dialog.get_by_label("Name").fill("The second account")
    dialog.get_by_role("button", name="Save").click()
    card = page.locator(".app", has_text="The second account")
    card.wait_for()
    changed = demo.get(f"platform-apps/{made['id']}")
    assert changed["settings"] == made["settings"] and changed["label"] == "The second account"
    axe(page)
    picture(page, "health", whole=True)
    # One that is in use is not offered for removal.
    expect(page.locator(".app", has_text="Mock Twilio").get_by_role("button", name="Remove")).to_have_count(0)
    card.get_by_role("button", name="Remove").click()
    dialog.get_by_role("button", name="Remove").click()
    expect(card).to_have_count(0)
    with pytest.raises(Refused):
        demo.get(f"platform-apps/{made['id']}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_connections_are_for_everybody_on_every_screen(panel, demo, axe, picture, scheme):
    connection = demo.get("contact-points/default/connections")["items"][0]
    for name, address in [("health", "/health"), ("tab", "/contact-points/default/sms"),
                          ("connection", f"/connections/{connection['id']}")]:
        page = panel(address, width=360, scheme=scheme)
        page.get_by_role("link", name=re.compile(r"\+1500")).or_(page.get_by_role("heading", level=1)).first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        axe(page)
        picture(page, f"{name}-360-{scheme}", whole=True)
