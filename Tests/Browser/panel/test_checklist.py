"""What is wrong with a connection, what to do, and that it is seen as it happens."""

import pytest
from playwright.sync_api import expect

from demo import wait

BOOKS_PAGE, BOOKS = "111222333444555", "Harbour Books"
OWNER = "1000001"


@pytest.fixture
def facebook(demo):
    """The demo's page, right again after the test."""
    found = next(one for one in demo.get("contact-points/default/connections")["items"] if one["address"] == BOOKS_PAGE)
    yield found
    assert demo.get(f"connections/{found['id']}")["state"] == "connected"


def item(page, title):
    return page.locator(".checklist-item", has=page.get_by_role("heading", name=title, exact=True))


def test_a_lost_facebook_login_is_seen_explained_and_mended_without_a_reload(panel, demo, facebook, axe, picture):
    page = panel(f"/connections/{facebook['id']}")
    item(page, "Associate User").get_by_text("Fine").wait_for()
    page.evaluate("window.isStillThere = true")

    play = panel("/health")
    play.goto(demo.messenger)
    expect(play.locator("#user")).to_contain_text("Olive Owner")
    play.get_by_role("button", name="Change password").first.click()
    panel.complaints.clear()

    # Somebody else, elsewhere, has the checklist run.
    other = panel("/health")
    wait(lambda: demo.post(f"connections/{facebook['id']}/checklist/run")
         and demo.get(f"connections/{facebook['id']}")["state"] == "needsReconnect")
    for seen in (page, other):
        banner = seen.locator(".banner", has_text=BOOKS)
        banner.get_by_text("needs to be reconnected").wait_for()
    lost = item(page, "Associate User")
    lost.get_by_text("Not right").wait_for()
    assert "connect again, signed in to Facebook" in lost.locator(".advice").inner_text()
    item(page, "Permissions").get_by_text("It waits for “Associate User”.").wait_for()
    other.get_by_role("row", name=BOOKS).get_by_text("Needs to be reconnected").wait_for()
    axe(page)
    axe(other)
    picture(page, "lost", whole=True)
    picture(other, "lost-health", whole=True)

    other.locator(".banner", has_text=BOOKS).get_by_role("link").click()
    item(other, "Associate User").get_by_role("button", name="Reconnect").click()
    other.get_by_role("button", name="Go to").click()
    other.get_by_role("link", name="Olive Owner").click()
    for left_out in ["Harbour Café", "Old Mill Bakery"]:
        other.get_by_label(left_out).uncheck()
    other.get_by_role("button", name="Continue as Olive Owner").click()
    other.get_by_role("link", name="Go on in the control panel").click()
    other.get_by_role("heading", name="Connected").wait_for()

    lost.get_by_text("Fine").wait_for()
    page.get_by_text("Connected", exact=True).wait_for()
    banner.wait_for(state="detached")
    page.locator(".banner", has_text=BOOKS).wait_for(state="detached")
    assert page.evaluate("window.isStillThere") is True
    picture(page, "found", whole=True)


def test_what_the_gateway_can_mend_is_mended_by_a_button(panel, demo, facebook):
    page = panel(f"/connections/{facebook['id']}")
    page.evaluate("window.isStillThere = true")
    app = demo.mock(f"{demo.messenger}/mock/state")["apps"][0]["id"]
    demo.mock(f"{demo.messenger}/mock/break", {"what": "unsubscribe", "page": BOOKS_PAGE, "app": app})
    page.get_by_role("button", name="Run again").click()
    subscription = item(page, "Page subscription")
    subscription.get_by_text("Not right").wait_for()
    fix = subscription.get_by_role("button", name="Subscribe to the page")
    fix.focus()
    page.keyboard.press("Enter")
    subscription.get_by_text("Fine").wait_for()
    expect(fix).to_have_count(0)
    state = demo.mock(f"{demo.messenger}/mock/state")
    assert next(one for one in state["pages"] if one["id"] == BOOKS_PAGE)["subscriptions"]
    assert page.evaluate("window.isStillThere") is True


def test_what_is_yellow_works_and_says_what_to_look_at(panel, demo, facebook, picture):
    page = panel(f"/connections/{facebook['id']}")
    throttling = item(page, "Throttling")
    throttling.get_by_text("Fine").wait_for()
    for what, isYellow, found in [("warmPage", True, "Look at this"), ("idlePage", False, "Fine")]:
        demo.mock(f"{demo.messenger}/mock/break", {"what": what, "page": BOOKS_PAGE})
        demo.post(f"connections/{facebook['id']}/checklist/run")
        throttling.get_by_text(found).wait_for()
        assert (throttling.get_attribute("class") == "checklist-item yellow") == isYellow
        expect(throttling.locator(".advice")).to_have_count(int(isYellow))
        picture(page, f"throttling-{what}", whole=True)


def test_a_manager_runs_the_checklist_and_is_offered_no_change(panel, demo, facebook):
    page = panel(f"/connections/{facebook['id']}", level="manager")
    before = demo.get(f"connections/{facebook['id']}/checklist")["checkedAt"]
    page.get_by_role("button", name="Run again").click()
    wait(lambda: demo.get(f"connections/{facebook['id']}/checklist")["checkedAt"] != before)
    for name in ["Reconnect", "Change", "Remove"]:
        expect(page.locator("main").get_by_role("button", name=name)).to_have_count(0)


def test_the_calls_to_the_platform_are_shown_without_secrets(panel, demo, facebook, picture):
    page = panel("/health")
    page.get_by_role("link", name=f"Calls to the platform for {BOOKS}").click()
    calls = page.get_by_role("region", name="Calls to the platform")
    calls.get_by_role("row").nth(2).wait_for()
    shown = calls.inner_text()
    assert "GET http" in shown and "appsecret_proof=‹" in shown
    calls.get_by_text("Content", exact=True).first.click()
    calls.get_by_text("Came back").first.wait_for()
    assert page.evaluate("scrollY") > 0
    picture(page, "calls", whole=True)
