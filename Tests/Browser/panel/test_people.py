"""Users, roles and API keys, as an administrator looks after them."""

import pytest
from playwright.sync_api import expect

from demo import Refused, wait
from people import Person, fill_in, sign_in


def row(page, text):
    return page.locator("tbody tr", has_text=text)


# Users


def test_somebody_is_invited_follows_the_link_and_signs_in(panel, demo, axe, picture):
    page = panel("/users")
    page.get_by_role("button", name="Invite somebody").click()
    dialog = page.get_by_role("dialog", name="Invite somebody")
    dialog.get_by_label("Name").fill("Eve Park")
    dialog.get_by_label("E-mail address").fill("eve")
    dialog.get_by_role("button", name="Invite").click()
    dialog.locator(".fault", has_text="it must be an address like").wait_for()
    panel.complaints.clear()
    dialog.get_by_label("E-mail address").fill("eve@demo.example")
    dialog.get_by_label("Level").select_option("manager")
    dialog.get_by_label("Support").check()
    dialog.get_by_role("button", name="Invite").click()
    shown = page.get_by_role("dialog", name="Link to set a password")
    shown.get_by_text("This gateway sends no mail").wait_for()
    picture(page, "invitation")
    axe(page)
    link = shown.locator("code").inner_text()
    shown.get_by_role("button", name="I have it").click()
    page.get_by_role("heading", name="Eve Park").wait_for()
    page.get_by_text("Has no password yet").wait_for()
    made = next(one for one in demo.get("users?limit=200")["items"] if one.get("email") == "eve@demo.example")
    assert (made["level"], made["roles"], "passwordSetAt" in made) == ("manager", ["support"], False)

    address = link.split("/panel")[1]
    theirs = panel(address, level=None)
    panel.complaints.clear()
    assert "#" not in theirs.url and theirs.evaluate("location.hash") == ""
    theirs.get_by_label("New password").fill("nine geese on a raft")
    theirs.get_by_label("The same again").fill("nine geese on a raft")
    theirs.get_by_role("button", name="Set the password").click()
    theirs.get_by_role("heading", name="Sign in to Gatehouse").wait_for()
    fill_in(theirs, "eve@demo.example")
    theirs.get_by_role("link", name="Eve Park").wait_for()

    # It is good once.
    again = panel(address, level=None)
    again.get_by_label("New password").fill("ten geese on a raft")
    again.get_by_label("The same again").fill("ten geese on a raft")
    again.get_by_role("button", name="Set the password").click()
    again.get_by_role("alert").filter(has_text="link").wait_for()
    panel.complaints.clear()


def test_name_level_and_roles_are_changed(panel, demo):
    person = Person(demo)
    page = panel(f"/users/{person.id}")
    page.get_by_label("Name").fill("Somebody Else")
    page.get_by_label("Level").select_option("manager")
    page.get_by_label("Support").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    now = person.now()
    assert (now["name"], now["level"], now["roles"]) == ("Somebody Else", "manager", ["support"])


def test_an_address_that_is_taken_is_refused_beside_the_field(panel, demo):
    person = Person(demo)
    page = panel(f"/users/{person.id}")
    page.get_by_label("E-mail address").fill("admin@demo.example")
    page.get_by_role("button", name="Save").click()
    page.locator(".fault", has_text="it is another user's").wait_for()
    panel.complaints.clear()
    assert person.now()["email"] == person.email


def test_a_disabled_user_is_signed_out_and_can_be_enabled_again(panel, demo):
    person = Person(demo)
    theirs = sign_in(panel, person)
    page = panel(f"/users/{person.id}")
    page.get_by_role("button", name="Disable…").click()
    page.get_by_role("dialog").get_by_role("button", name="Disable").click()
    page.locator(".badge", has_text="Disabled").wait_for()
    assert person.now()["state"] == "disabled"
    theirs.goto(f"{demo.url}/panel/contact-points")
    theirs.get_by_role("heading", name="Sign in to Gatehouse").wait_for()
    fill_in(theirs, person.email)
    theirs.get_by_role("alert").filter(has_text="not right").wait_for()
    panel.complaints.clear()
    page.get_by_role("button", name="Enable").click()
    page.locator(".badge", has_text="Active").wait_for()
    assert person.now()["state"] == "active"


def test_all_sessions_of_somebody_are_ended(panel, demo):
    person = Person(demo)
    theirs = sign_in(panel, person)
    page = panel(f"/users/{person.id}")
    page.get_by_role("button", name="End all sessions…").click()
    page.get_by_role("dialog").get_by_role("button", name="End all sessions").click()
    page.get_by_text("All sessions are ended.").wait_for()
    theirs.goto(f"{demo.url}/panel/contact-points")
    theirs.get_by_role("heading", name="Sign in to Gatehouse").wait_for()
    panel.complaints.clear()


def test_somebody_who_has_forgotten_the_password_is_given_a_link(panel, demo):
    person = Person(demo)
    person.set_password()
    page = panel(f"/users/{person.id}")
    page.get_by_role("button", name="Link for a new password").click()
    link = page.get_by_role("dialog").locator("code").inner_text()
    demo.post("password-resets/completion", {"token": link.split("#")[1], "password": "a quite new password"})
    page.get_by_role("button", name="I have it").click()
    sign_in(panel, person, "a quite new password")


def test_erasing_somebody_asks_first_and_leaves_no_name(panel, demo):
    person = Person(demo)
    page = panel(f"/users/{person.id}")
    page.get_by_role("button", name="Erase…").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert person.now()["state"] == "active"
    page.get_by_role("button", name="Erase…").click()
    page.get_by_role("dialog").get_by_role("button", name="Erase for good").click()
    page.get_by_role("heading", name="Users").wait_for()
    now = person.now()
    assert (now["state"], now["name"], now.get("email")) == ("erased", "", None)
    page.goto(f"{demo.url}/panel/users/{person.id}")
    page.get_by_role("heading", name="Erased user").wait_for()
    expect(page.get_by_role("button", name="Erase…")).to_have_count(0)


def test_nobody_is_offered_to_shut_themselves_out(panel, demo):
    own = next(one for one in demo.get("users")["items"] if one.get("email") == demo.people["administrator"])
    page = panel(f"/users/{own['id']}")
    page.get_by_role("button", name="Link for a new password").wait_for()
    for name in ("Disable…", "Erase…", "End all sessions…"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def test_capacity_and_presence_are_set_and_seen_as_they_change(panel, demo):
    person = Person(demo, roles=["support"])
    page = panel(f"/users/{person.id}")
    users = panel("/users", level="manager")
    page.get_by_role("button", name="Change…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Presence").select_option("available")
    dialog.get_by_label("Capacity").fill("9")
    dialog.get_by_role("button", name="Change").click()
    page.get_by_text("0 of 9").wait_for()
    now = demo.get(f"agents/{person.id}")
    assert (now["presence"], now["capacity"]) == ("available", 9)
    row(users, person.name).filter(has_text="Available").filter(has_text="0 of 9").wait_for()
    demo.call("PATCH", f"agents/{person.id}", {"presence": "unavailable"})
    row(users, person.name).filter(has_text="Unavailable").filter(has_text="0 of 9").wait_for()
    page.locator(".badge", has_text="Unavailable").wait_for()


def test_ones_own_presence_follows_what_others_set(panel, demo):
    person = Person(demo, "manager", ["support"])
    page = sign_in(panel, person)
    choice = page.get_by_label("Your presence")
    expect(choice).to_have_value("unavailable")
    choice.select_option("available")
    wait(lambda: demo.get(f"agents/{person.id}")["presence"] == "available")
    demo.call("PATCH", f"agents/{person.id}", {"presence": "currentConversationsOnly"})
    expect(choice).to_have_value("currentConversationsOnly")


def test_managers_see_users_and_change_none(panel, demo):
    person = Person(demo)
    page = panel("/users", level="manager")
    row(page, person.email).get_by_role("link").click()
    page.get_by_role("heading", name=person.name).wait_for()
    expect(page.get_by_role("heading", name="Getting in")).to_have_count(1)
    main = page.get_by_role("main")
    expect(main.get_by_role("button").or_(main.get_by_role("textbox"))).to_have_count(0)
    page.goto(f"{demo.url}/panel/users")
    row(page, person.email).wait_for()
    expect(page.get_by_role("button", name="Invite somebody")).to_have_count(0)


# Roles


def test_a_role_is_made_renamed_and_disabled(panel, demo):
    page = panel("/roles")
    page.get_by_role("button", name="New role").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Night shift")
    page.get_by_role("dialog").get_by_role("button", name="Make it").click()
    row(page, "night-shift").filter(has_text="Nobody").wait_for()
    page.get_by_role("button", name="Rename Night shift…").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Late shift")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    page.get_by_role("button", name="Disable Late shift…").click()
    page.get_by_role("dialog").get_by_role("button", name="Disable").click()
    row(page, "Late shift").get_by_text("Disabled", exact=True).wait_for()
    roles = {role["id"]: role for role in demo.get("roles")["items"]}
    assert roles["night-shift"] == {"id": "night-shift", "label": "Late shift", "disabled": True}
    # Whoever works by keyboard goes on where they were.
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Enable Late shift"
    page.get_by_role("button", name="Enable Late shift").click()
    row(page, "Late shift").get_by_text("Enabled", exact=True).wait_for()
    expect(page.get_by_role("button", name="Disable Everyone…")).to_have_count(0)


def test_who_holds_a_role_is_seen(panel, demo):
    role = demo.post("roles", {"label": "Held"})
    person = Person(demo, roles=[role["id"]])
    page = panel("/roles")
    row(page, "held").get_by_role("link", name=person.name).click()
    page.get_by_role("heading", name=person.name).wait_for()


# API keys


def call_with(demo, token, path):
    return demo.send(f"{demo.url}/v1/{path}", "GET", None, {"Authorization": f"Bearer {token}"})


def test_a_key_is_made_its_token_shown_once_and_a_revoked_one_is_refused(panel, demo, axe, picture):
    page = panel("/api-keys", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="New key").click()
    dialog = page.get_by_role("dialog", name="New key")
    dialog.get_by_label("Name").fill("Web shop 7")
    dialog.get_by_label("Support").check()
    dialog.get_by_label("Expires").fill("2020-01-01T00:00")
    dialog.get_by_role("button", name="Make it").click()
    dialog.locator(".fault", has_text="it lies in the past").wait_for()
    panel.complaints.clear()
    picture(page, "new-key")
    axe(page)
    dialog.get_by_label("Expires").fill("2099-01-01T00:00")
    dialog.get_by_role("button", name="Make it").click()
    shown = page.get_by_role("dialog", name="The key Web shop 7")
    token = shown.locator("code").inner_text()
    shown.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == token
    shown.get_by_role("button", name="I have kept it").click()
    line = row(page, "Web shop 7")
    line.filter(has_text="Support").wait_for()
    assert token not in page.content()
    assert call_with(demo, token, "me")["roles"] == ["support"]

    page.get_by_role("button", name="Revoke Web shop 7…").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    line.wait_for(state="detached")
    with pytest.raises(Refused) as refused:
        call_with(demo, token, "me")
    assert refused.value.status == 401
    page.get_by_label("Show revoked and expired keys").check()
    line.filter(has_text="Revoked").wait_for()
    expect(page.get_by_role("button", name="Revoke Web shop 7…")).to_have_count(0)


def test_a_keys_roles_and_cap_are_changed(panel, demo):
    role = demo.post("roles", {"label": "Notices"})
    key = demo.post("api-keys", {"label": "Notifier", "level": "agent", "roles": []})
    cap = f"api-keys/{key['id']}/sending-cap"
    page = panel("/api-keys")
    page.get_by_role("button", name="Roles of Notifier…").click()
    page.get_by_role("dialog").get_by_label("Notices").check()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    row(page, "Notifier").filter(has_text="Notices").wait_for()
    assert call_with(demo, key["token"], "me")["roles"] == [role["id"]]

    def set_cap(kind, units=None):
        page.get_by_role("button", name="Sending cap of Notifier…").click()
        page.get_by_label("In a day").select_option(kind)
        if units is not None:
            page.get_by_label("Units").fill(units)
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
        page.get_by_role("dialog").wait_for(state="hidden")
        return demo.get(cap)

    assert set_cap("limited", "250")["unitsPerDay"] == 250
    assert "unitsPerDay" not in set_cap("unlimited")
    assert set_cap("standard")["isStandard"]


def test_a_key_may_act_for_somebody(panel, demo):
    person = Person(demo, roles=["support"])
    page = panel("/api-keys")
    page.get_by_role("button", name="New key").click()
    dialog = page.get_by_role("dialog", name="New key")
    dialog.get_by_label("Name").fill("Theirs")
    dialog.get_by_label("Acts for").select_option(label=person.name)
    expect(dialog.get_by_label("Support")).to_be_hidden()
    dialog.get_by_role("button", name="Make it").click()
    token = page.get_by_role("dialog", name="The key Theirs").locator("code").inner_text()
    assert call_with(demo, token, "me")["id"] == person.id


# For everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_people_can_be_looked_after_by_everybody_and_on_a_phone(panel, demo, axe, picture, scheme):
    person = Person(demo, roles=["support"])
    page = panel("/users", scheme=scheme)
    for address in ("users", f"users/{person.id}", "roles", "api-keys"):
        page.set_viewport_size({"width": 1280, "height": 860})
        page.goto(f"{demo.url}/panel/{address}")
        page.locator("main:not([aria-busy]) h1").wait_for()
        name = address.split("/")[0] + ("-one" if "/" in address else "")
        picture(page, f"{name}-{scheme}")
        axe(page)
        page.set_viewport_size({"width": 360, "height": 740})
        picture(page, f"{name}-{scheme}-360")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
