"""Contact points: the list, what an administrator sets on General, and the tenant's timers."""

import re

import pytest
from playwright.sync_api import expect

from demo import Refused, wait

EMPTY_HOURS = {day: [] for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")}


@pytest.fixture
def point(demo):
    """A contact point of the test's own; its document."""
    return demo.contact_point()


def save(page):
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".save-state")).to_be_empty()
    expect(page.locator(".settings > .complaint")).to_be_empty()


def field(page, label):
    return page.locator(".field").filter(has=page.get_by_label(re.compile(rf"^{label}( \*)?$")))


def timer(page, label):
    return page.get_by_role("textbox", name=label)


def with_chat(demo, point):
    """Attaches a connection of the platform whose clients the gateway serves; gives the platform's id."""
    platform = next(one["id"] for one in demo.get("platforms")["items"] if one["servesClients"])
    app = next(one["id"] for one in demo.get("platform-apps")["items"] if one["platform"] == platform)
    demo.post(f"contact-points/{point['id']}/connections", {"app": app, "address": f"{point['id']}-chat"})
    return platform


# The list

def test_the_list_shows_how_each_contact_point_fares_and_follows_it(panel, demo, point):
    platform = with_chat(demo, point)
    bare = demo.contact_point()
    page = panel("/contact-points")
    row = page.get_by_role("row").filter(has_text=point["id"])
    expect(row.get_by_text("Switched off")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=bare["id"])).to_contain_text("No platform is connected yet.")
    expect(page.get_by_role("row").filter(has_text="default").filter(has_text="SMS")).to_be_visible()
    demo.call("PUT", f"contact-points/{point['id']}/platforms/{platform}/settings", {"isEnabled": True})
    expect(row.get_by_text("Switched off")).to_have_count(0)
    demo.call("PUT", f"contact-points/{point['id']}/platforms/{platform}/availability",
              {"rules": {"availableAgents": {"atLeast": 1000}}})
    expect(row.get_by_text("Not offered now")).to_be_visible()
    panel.complaints.clear()  # the browser notes that the new connection has no checklist yet


def test_an_administrator_makes_a_contact_point(panel, demo):
    page = panel("/contact-points")
    page.get_by_role("button", name="New contact point").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Label").fill("Service Nord")
    dialog.get_by_label("Id", exact=True).fill("Not an id")
    dialog.get_by_role("button", name="Make it").click()
    expect(field(page, "Id").locator(".fault")).to_contain_text("it must have")
    assert not any(one["label"] == "Service Nord" for one in demo.get("contact-points")["items"])
    panel.complaints.clear()
    dialog.get_by_label("Id", exact=True).fill("")
    dialog.get_by_label("Region of phone numbers").select_option("DE")
    dialog.get_by_label("Time zone").fill("Europe/Berlin")
    dialog.get_by_role("button", name="Make it").click()
    expect(page.locator(".trail")).to_contain_text("Service Nord")
    made = demo.get("contact-points/service-nord")
    assert (made["label"], made["region"], made["timeZone"]) == ("Service Nord", "DE", "Europe/Berlin")
    demo.call("DELETE", "contact-points/service-nord")
    panel.complaints.clear()  # of a connection that has no checklist yet


def test_one_without_history_is_erased_and_one_with_a_history_is_archived_and_stands_apart(panel, demo, point):
    page = panel(f"/contact-points/{point['id']}")
    page.get_by_role("button", name="Take out of use…").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert demo.get(f"contact-points/{point['id']}")
    page.get_by_role("button", name="Take out of use…").click()
    page.get_by_role("dialog").get_by_role("button", name="Take out of use").click()
    expect(page.get_by_role("heading", name="Contact points")).to_be_visible()
    with pytest.raises(Refused):
        demo.get(f"contact-points/{point['id']}")

    kept = demo.contact_point()
    with_chat(demo, kept)
    page.goto(f"{demo.url}/panel/contact-points/{kept['id']}")
    page.get_by_role("button", name="Take out of use…").click()
    page.get_by_role("dialog").get_by_role("button", name="Take out of use").click()
    archived = page.get_by_role("table", name="Archived contact points")
    expect(archived).to_contain_text(kept["label"])
    expect(page.get_by_role("table", name="Contact points in use")).not_to_contain_text(kept["id"])
    archived.get_by_role("link", name=kept["label"]).click()
    expect(page.locator(".trail")).to_contain_text("Archived")
    expect(page.get_by_role("button", name="Save")).to_have_count(0)


# General

def test_the_label_is_changed_and_the_id_stays(panel, demo, point):
    page = panel(f"/contact-points/{point['id']}")
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    expect(page.locator(".facts")).to_contain_text(f"{point['id']} fixed for good")
    page.get_by_label("Label").fill("Spare parts")
    page.get_by_label("Language").fill("pt-BR")
    page.get_by_label("When nothing shows whether a message was taken").select_option("hold")
    save(page)
    expect(page.locator(".trail")).to_contain_text("Spare parts")
    now = demo.get(f"contact-points/{point['id']}")
    assert (now["id"], now["label"], now["language"], now["unprovenSends"]) == (point["id"], "Spare parts", "pt-BR", "hold")
    assert now["timeZone"] == point["timeZone"] and now["optOut"] == point["optOut"]


def test_a_fault_stands_beside_its_field_and_nothing_is_saved(panel, demo, point):
    page = panel(f"/contact-points/{point['id']}")
    page.get_by_label("Label").fill("Half")
    page.get_by_label("Time zone").fill("Mars/Base")
    page.get_by_role("button", name="Save").click()
    expect(field(page, "Time zone").locator(".fault")).not_to_be_empty()
    expect(page.get_by_label("Time zone")).to_be_focused()
    expect(page.get_by_label("Time zone")).to_have_attribute("aria-invalid", "true")
    expect(field(page, "Label").locator(".fault")).to_be_empty()
    assert demo.get(f"contact-points/{point['id']}") == point
    panel.complaints.clear()
    page.get_by_label("Time zone").fill("Asia/Tokyo")
    save(page)
    expect(field(page, "Time zone").locator(".fault")).to_be_empty()
    assert demo.get(f"contact-points/{point['id']}")["timeZone"] == "Asia/Tokyo"


def test_two_administrators_save_at_the_same_time_and_neither_overwrites_the_other(panel, demo, point):
    ann, bob = (panel(f"/contact-points/{point['id']}") for _ in range(2))
    ann.get_by_label("Label").fill("Ann's")
    timer(ann, "Response").fill("5m")
    save(ann)
    bob.get_by_label("Time zone").fill("Europe/Rome")
    bob.get_by_role("button", name="Save").click()
    dialog = bob.get_by_role("dialog", name="Somebody else has changed this meanwhile")
    expect(dialog).to_contain_text("Nothing of yours was saved.")
    assert demo.get(f"contact-points/{point['id']}") == {**point, "label": "Ann's"}
    dialog.get_by_role("button", name="Read it now").click()
    expect(bob.get_by_label("Label")).to_have_value("Ann's")
    expect(timer(bob, "Response")).to_have_value("5m")
    expect(bob.get_by_label("Time zone")).to_have_value("Europe/Rome")
    save(bob)
    assert demo.get(f"contact-points/{point['id']}") == {**point, "label": "Ann's", "timeZone": "Europe/Rome"}

    # Of a timer that is only taken back, too.
    ann.reload()
    ann.get_by_role("button", name="Take back the response timer").click()
    demo.call("PUT", f"contact-points/{point['id']}/timers", {"response": "7m"})
    ann.get_by_role("button", name="Save").click()
    ann.get_by_role("dialog").get_by_role("button", name="Take theirs, drop mine").click()
    expect(timer(ann, "Response")).to_have_value("7m")
    assert demo.get(f"contact-points/{point['id']}/timers")["response"]["setHere"] == 420
    panel.complaints.clear()


def test_who_leaves_with_unsaved_changes_is_asked(panel, demo, point):
    page = panel(f"/contact-points/{point['id']}")
    page.get_by_label("Label").fill("Unsaved")
    page.get_by_role("link", name="Stop list").click()
    page.get_by_role("dialog", name="Leave without saving?").get_by_role("button", name="Stay").click()
    expect(page.get_by_label("Label")).to_have_value("Unsaved")
    page.get_by_role("link", name="Stop list").click()
    page.get_by_role("dialog").get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="Stop list")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Label")).to_have_value(point["label"])
    page.get_by_label("Label").fill("Undone")
    page.get_by_role("button", name="Undo changes").click()
    page.get_by_role("link", name="Stop list").click()
    expect(page.get_by_role("heading", name="Stop list")).to_be_visible()
    assert demo.get(f"contact-points/{point['id']}") == point


def test_timers_are_set_and_taken_back_and_show_where_they_come_from(panel, demo, point):
    timers = f"contact-points/{point['id']}/timers"
    page = panel("/settings")
    try:
        timer(page, "Response").fill("20m")
        save(page)
        page.goto(f"{demo.url}/panel/contact-points/{point['id']}")
        response = field(page, "Response")
        expect(response).to_contain_text("Applies now: 20m, set for the tenant.")
        timer(page, "Response").fill("90s")
        timer(page, "Close").fill("2 h")
        save(page)
        expect(response).to_contain_text("Applies now: 90s, set here.")
        expect(timer(page, "Close")).to_have_value("2h")
        applied = page.get_by_role("table", name="Timers that apply on each platform")
        expect(applied.get_by_role("row").filter(has_text="SMS")).to_contain_text("90s set at the contact point")
        now = demo.get(timers)
        assert (now["response"]["setHere"], now["close"]["setHere"]) == (90, 7200) and "setHere" not in now["inactive"]

        timer(page, "Inactive").fill("31d")
        page.get_by_role("button", name="Save").click()
        expect(field(page, "Inactive").locator(".fault")).to_contain_text("thirty days")
        panel.complaints.clear()
        timer(page, "Inactive").fill("")
        page.get_by_role("button", name="Take back the response timer").click()
        save(page)
        expect(response).to_contain_text("Applies now: 20m, set for the tenant.")
        expect(page.get_by_role("button", name="Take back the response timer")).to_have_count(0)
        assert "setHere" not in demo.get(timers)["response"] and demo.get(timers)["close"]["setHere"] == 7200
    finally:
        demo.call("DELETE", "timers")


def test_how_the_gateway_is_set_up_on_its_machine_is_shown_and_not_changed(panel, demo):
    page = panel("/settings", level="agent")
    set_up = demo.get("installation")
    expect(page.locator(".facts")).to_contain_text(set_up["publicURL"])
    expect(page.get_by_text("No mail server is set")).to_have_count(0 if set_up["sendsMail"] else 1)
    rows = page.get_by_role("table", name="How long each kind of data is kept").get_by_role("row")
    for kept in set_up["retention"]:
        row = rows.filter(has=page.get_by_role("rowheader", name=kept["what"], exact=True))
        expect(row).to_contain_text(f"{kept['days']} day" if kept.get("days") else "")
    expect(page.get_by_role("button", name="Save")).to_have_count(0)


def test_each_outbound_right_has_a_list_of_roles_of_its_own(panel, demo, point):
    demo.post("roles", {"id": "campaigns", "label": "Campaigns"})
    page = panel(f"/contact-points/{point['id']}")
    start = page.get_by_role("group", name="Start conversation")
    notify = page.get_by_role("group", name="Send notification")
    notify.get_by_label("Everyone").uncheck()
    expect(page.get_by_text("Nobody may send a notification from here.")).to_be_visible()
    notify.get_by_label("Campaigns").check()
    expect(page.get_by_text("Nobody may send a notification from here.")).to_be_hidden()
    expect(start.get_by_label("Everyone")).to_be_checked()
    page.get_by_role("group", name="Answer").get_by_label("Everyone").uncheck()
    save(page)
    assert demo.get(f"contact-points/{point['id']}/outbound-roles") == {
        "startConversation": ["everyone"], "sendNotification": ["campaigns"]}
    assert demo.get(f"contact-points/{point['id']}/conversation-roles") == {"read": ["everyone"], "answer": []}


def test_notifications_wait_for_the_sending_window_and_stop_at_the_cap(panel, demo, point):
    window = f"contact-points/{point['id']}/sending-window"
    page = panel(f"/contact-points/{point['id']}")
    expect(page.get_by_label("Monday")).to_be_hidden()
    page.get_by_label("Notifications leave in certain hours only").check()
    page.get_by_label("Monday").fill("8-12, 13:00–20:00")
    page.get_by_label("Friday").fill("late")
    page.get_by_role("button", name="Save").click()
    expect(field(page, "Friday").locator(".fault")).not_to_be_empty()
    assert "hours" not in demo.get(window)
    panel.complaints.clear()
    page.get_by_label("Friday").fill("18:00-02:00")
    page.get_by_label("Time zone").fill("Europe/Rome")
    page.get_by_label("At most, in a day").fill("2500")
    save(page)
    expect(page.get_by_label("Monday")).to_have_value("08:00-12:00, 13:00-20:00")
    expect(page.get_by_text("By the clock of Europe/Rome.")).to_be_visible()
    assert demo.get(window)["hours"] == {**EMPTY_HOURS, "monday": ["08:00-12:00", "13:00-20:00"], "friday": ["18:00-02:00"]}
    assert demo.get(f"contact-points/{point['id']}/sending-cap")["unitsPerDay"] == 2500
    page.get_by_label("Notifications leave in certain hours only").uncheck()
    page.get_by_label("At most, in a day").fill("")
    save(page)
    expect(page.get_by_text("Open now")).to_be_visible()
    assert "hours" not in demo.get(window)
    assert demo.get(f"contact-points/{point['id']}/sending-cap")["isStandard"]


def test_a_word_of_another_language_opts_out_and_is_answered_in_it(panel, demo):
    number = demo.get("contact-points/sales/connections")["items"][0]["address"]
    customer, before = demo.phone_number(), demo.get("contact-points/sales")["optOut"]
    page = panel("/contact-points/sales")
    page.get_by_label("Words that mean STOP").fill("Arret\nAlto")
    page.get_by_label("Reply to STOP").fill("Vous ne recevrez plus rien.")
    page.get_by_label("YES means START, too").check()
    save(page)
    assert demo.get("contact-points/sales")["optOut"] == {
        **before, "stopWords": ["Arret", "Alto"], "yesMeansStart": True, "stopReply": "Vous ne recevrez plus rien."}
    demo.text("ARRET", sender=customer, to=number)
    wait(lambda: customer in str(demo.get("contact-points/sales/stop-list?limit=200")))
    wait(lambda: "Vous ne recevrez plus rien." in str(demo.mock(f"{demo.phone}/mock/phones/{customer}/messages")))
    for label in ("Words that mean STOP", "Reply to STOP"):
        page.get_by_label(label).fill("")
    page.get_by_label("YES means START, too").uncheck()
    save(page)
    assert demo.get("contact-points/sales")["optOut"] == before


def test_an_agent_sees_the_tabs_and_cannot_save(panel, demo, point):
    page = panel(f"/contact-points/{point['id']}", level="agent")
    strip = page.get_by_role("navigation", name="Parts of the contact point")
    labels = [one["label"] for one in demo.get("platforms")["items"]]
    expect(strip.get_by_role("link")).to_have_text(["General", "Stop list", *labels, "Additional platforms"])
    expect(page.get_by_label("Label")).to_have_value(point["label"])
    expect(page.get_by_label("Label")).not_to_be_editable()
    expect(timer(page, "Response")).not_to_be_editable()
    expect(page.get_by_role("group", name="Read").get_by_label("Everyone")).to_be_disabled()
    for name in ("Save", "Undo changes", re.compile("Take")):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.get_by_text("Only administrators can change this.")).to_be_visible()
    status = page.evaluate("""async (id) => (await fetch(`/v1/contact-points/${id}`, {method: 'PATCH',
        headers: {'Content-Type': 'application/json'}, body: '{"label": "Mine"}'})).status""", point["id"])
    assert status == 403 and demo.get(f"contact-points/{point['id']}") == point
    panel.complaints.clear()


def test_what_other_platforms_need_is_told_with_its_source_and_what_is_no_more(panel, demo, point):
    page = panel(f"/contact-points/{point['id']}/additional")
    for announced in demo.get("platforms/announced")["items"]:
        card = page.locator(".card").filter(has=page.get_by_role("heading", name=announced["label"], exact=True))
        expect(card).to_contain_text(announced["text"])
        expect(card.get_by_role("link")).to_have_attribute("href", announced["source"])
        expect(card.get_by_text("Discontinued by its provider")).to_have_count(1 if announced["isDiscontinued"] else 0)


@pytest.mark.parametrize("address", ["", "/default", "/default/additional", "/settings"])
def test_everybody_can_use_the_screens(panel, axe, picture, address):
    address = address if address == "/settings" else f"/contact-points{address}"
    page = panel(address)
    for scheme, width in (("light", 1280), ("dark", 360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 860})
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.locator(".glance").filter(has_text="…")).to_have_count(0)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        picture(page, f"points{address.replace('/', '-')}-{width}", whole=True)
