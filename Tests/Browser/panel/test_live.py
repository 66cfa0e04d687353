"""What happens at the gateway, as pages hear of it."""

from chat import PLATFORM
from demo import PASSWORD, wait
from inbox import row
from people import fill_in


def test_more_pages_than_a_browser_has_connections_for_hear_what_happens(panel, demo):
    number = demo.phone_number()
    first = panel("/inbox", level="agent")
    pages = [first]
    for _ in range(7):
        pages.append(first.context.new_page())
        pages[-1].goto(f"{demo.url}/panel/inbox")
        pages[-1].get_by_role("heading", level=1).wait_for()
    demo.text("Is anybody there?", sender=number)
    for page in pages:
        row(page, number).wait_for()
    # Those that are left hear on, whichever of them was first.
    for page in pages[:7]:
        page.close()
    demo.text("And now?", sender=number)
    row(pages[7], number).get_by_text("And now?").wait_for()


def test_a_browser_that_cannot_share_hears_by_itself(panel, demo):
    number = demo.phone_number()
    page = panel("/inbox", level="agent")
    page.add_init_script("delete window.SharedWorker")
    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    demo.text("Is anybody there?", sender=number)
    row(page, number).wait_for()


def test_a_shared_stream_that_cannot_begin_is_made_up_for(panel, demo):
    number = demo.phone_number()
    page = panel("/inbox", level="agent")
    page.add_init_script("""window.SharedWorker = class extends EventTarget {
        port = { postMessage() {}, close() {} };
        constructor() {
            super();
            setTimeout(() => this.dispatchEvent(new Event("error")), 100);
        }
    }""")
    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    demo.text("Is anybody there?", sender=number)
    row(page, number).wait_for()


def test_who_signs_in_after_somebody_else_hears_what_they_may(panel, demo):
    """Of connections agents hear nothing."""
    agent = panel("/inbox", level="agent")
    agent.get_by_role("heading", level=1).wait_for()
    agent.context.clear_cookies()
    page = agent.context.new_page()
    page.goto(f"{demo.url}/panel/sign-in?to=/panel/events")
    fill_in(page, demo.people["manager"], PASSWORD)
    page.get_by_text("Live: what happens now").wait_for()
    panel.complaints.clear()  # the browser notes that nobody was signed in
    app = next(app["id"] for app in demo.get("platform-apps")["items"] if app["platform"] == PLATFORM)
    point = demo.contact_point()["id"]
    made = demo.post(f"contact-points/{point}/connections", {"app": app, "address": f"chat-{point}"})
    demo.call("PATCH", f"connections/{made['id']}", {"label": "The shop's chat"})
    page.locator("tbody tr", has_text="A connection is called otherwise").first.wait_for()
    # What the page of the one before would do, it would do as the other.
    agent.get_by_role("link", name="Max Okafor").wait_for()


def test_what_happens_between_a_screens_reading_and_the_streams_opening_is_seen(panel, demo):
    number = demo.phone_number()
    demo.mock(f"{demo.phone}/mock/faults", {
        "operation": "carrier", "subject": number, "fault": "carrierRefuses", "code": 30003, "times": 1})
    page = panel("/account", level="agent")
    page.add_init_script("delete window.SharedWorker")
    held = []
    page.route("**/v1/events", lambda route: held.append(route))
    sent = demo.post("contact-points/default/notifications", {"to": [number], "text": "News. Reply STOP to opt out."})
    place = f"notifications/{sent['id']}"

    def as_it_was(route):
        read = route.fetch().json()
        route.fulfill(json={**read, "counts": {"sent": 1}, "items": [{**one, "status": "sent"} for one in read["items"]]})

    page.route(f"**/v1/{place}?*", as_it_was)
    page.goto(f"{demo.url}/panel/{place}")
    page.get_by_role("row").filter(has_text=number).get_by_text("Sent").wait_for()
    wait(lambda: demo.get(place)["items"][0]["status"] not in ("queued", "sending", "sent"))
    page.unroute(f"**/v1/{place}?*")
    held[0].continue_()
    page.get_by_role("row").filter(has_text=number).get_by_text("off or out of reach").wait_for()
