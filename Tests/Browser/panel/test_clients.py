"""The settings of web chat in the panel, and what becomes of them in a shop's page that is open meanwhile."""

import re

import pytest
from playwright.sync_api import expect

from chat import field_of, is_saved, PLATFORM, preview, save
from demo import wait


def color_of(frame, name):
    return frame.locator(".app").evaluate("(app, name) => getComputedStyle(app).getPropertyValue(name).trim()", name)


def test_the_chat_is_switched_off_and_on_while_the_shop_is_open(panel, chat, axe, picture):
    shop = chat.shop()
    expect(shop.launcher).to_be_visible()
    page = panel(chat.screen)
    expect(page.get_by_text("Right now, customers are offered a conversation.")).to_be_visible()
    page.get_by_role("switch", name="Web chat is on").click()
    expect(page.get_by_text("Everything else is unavailable while this is off")).to_be_visible()
    expect(page.get_by_label("Domains")).to_be_hidden()
    assert chat.settings["isEnabled"] is True

    save(page)
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    assert chat.settings["isEnabled"] is True
    save(page)
    page.get_by_role("dialog").get_by_role("button", name="Switch it off").click()
    expect(shop.launcher).to_be_hidden()
    assert chat.settings["isEnabled"] is False
    expect(page.get_by_text("Right now, nothing of it is to be seen.")).to_be_visible()
    axe(page)
    picture(page, "clients-off")

    page.get_by_role("switch", name="Web chat is on").click()
    save(page)
    expect(shop.launcher).to_be_visible()
    expect(page.get_by_label("Domains")).to_be_visible()


def test_a_color_is_seen_in_the_preview_at_once_and_in_the_shop_when_it_is_saved(panel, chat):
    shop = chat.shop()
    shop.launcher.click()
    page = panel(chat.screen)
    field_of(page, "Primary").fill("#7b1fa2")
    wait(lambda: color_of(preview(page), "--primary") == "#7b1fa2")
    assert color_of(shop.chat, "--primary") != "#7b1fa2"
    assert chat.settings["colors"] == {}
    save(page)
    wait(lambda: color_of(shop.chat, "--primary") == "#7b1fa2")

    field = page.get_by_role("group", name="Primary", exact=True)
    field.get_by_label("Another one on dark pages").check()
    field_of(page, "Primary, on dark pages").fill("#ce93d8")
    page.get_by_role("radio", name="Dark").check()
    wait(lambda: color_of(preview(page), "--primary") == "#ce93d8")
    field.get_by_role("button", name="Back to the standard").click()
    save(page)
    is_saved(page)
    assert chat.settings["colors"] == {}
    wait(lambda: color_of(shop.chat, "--primary") == "#2e7d32")


def test_a_color_that_many_cannot_read_is_warned_of_before_it_is_saved_and_may_be(panel, chat):
    page = panel(chat.screen)
    text, field = field_of(page, "Menu text"), page.locator(".field", has=field_of(page, "Menu text"))
    text.fill("#eeeeee")
    expect(field).to_contain_text("its contrast is 1.2:1")
    expect(page.get_by_text("To be minded: On background")).to_be_attached()
    assert chat.settings["colors"] == {}
    text.fill("")
    expect(field).not_to_contain_text("contrast")
    text.fill("#eeeeee")
    save(page)
    is_saved(page)
    expect(field).to_contain_text("its contrast is 1.2:1")
    assert chat.settings["colors"] == {"menuText": "#eeeeee"}
    # So is what one colour is written on.
    field_of(page, "Background").fill("#000000")
    expect(field).not_to_contain_text("contrast")
    page.get_by_role("button", name="Undo changes").click()
    expect(field).to_contain_text("its contrast is 1.2:1")


def test_what_is_typed_while_something_is_saved_stays_and_is_saved_next(panel, chat):
    chat.set(form={"fields": [{"id": "topic", "type": "text", "label": "About"}]})
    page = panel(chat.screen)
    held = []
    page.route("**/settings", lambda route: held.append(route) if route.request.method == "PUT" else route.continue_())
    page.get_by_role("button", name="Add a field").focus()
    type_field(page, "Order number")
    field_of(page, "Menu text").fill("#123456")
    save(page)
    wait(lambda: page.title() and held)
    expect(page.get_by_label("Name", exact=True).last).not_to_be_editable()
    page.get_by_label("Label").last.fill("Number")
    field_of(page, "Background").fill("#fefefe")
    held[0].continue_()
    page.unroute("**/settings")
    page.get_by_text("Saved.").wait_for()
    expect(page.get_by_label("Label").last).to_have_value("Number")
    expect(field_of(page, "Background")).to_have_value("#fefefe")
    settings = chat.settings
    assert settings["colors"] == {"menuText": "#123456"}
    assert [(one["id"], one["label"]) for one in settings["form"]["fields"]] == [("topic", "About"), ("orderNumber", "Order number")]
    save(page)
    is_saved(page)
    settings = chat.settings
    assert settings["colors"] == {"menuText": "#123456", "background": "#fefefe"}
    assert [(one["id"], one["label"]) for one in settings["form"]["fields"]] == [("topic", "About"), ("orderNumber", "Number")]


def test_what_is_typed_while_a_save_is_refused_counts_as_if_there_had_been_none(panel, chat):
    page = panel(chat.screen)
    held = []
    page.route("**/settings", lambda route: held.append(route) if route.request.method == "PUT" else route.continue_())
    page.get_by_role("button", name="Add an item").click()
    page.get_by_label("Label").last.fill("Order")
    save(page)
    wait(lambda: page.title() and held)
    page.get_by_label("Label").last.fill("Order status")
    held[0].fulfill(status=503, json={"title": "Busy", "detail": "Try again.", "status": 503})
    page.unroute("**/settings")
    page.get_by_text("Try again.").wait_for()
    panel.complaints.clear()
    page.get_by_label(re.compile("^Address")).last.fill("https://shop.example/order")
    save(page)
    is_saved(page)
    [item] = chat.settings["menu"]["items"]
    assert (item["id"], item["label"]) == ("orderStatus", "Order status")


def test_settings_are_checked_without_being_saved(chat, demo):
    def check(**settings):
        return demo.post(f"{chat.path}/settings/check", settings)

    before = chat.settings
    assert check(emojis=False) == {"errors": [], "warnings": []}
    assert [one["field"] for one in check(colors={"menuText": "#eeeeee"})["warnings"]] == ["colors.menuText"]
    refused = check(emojis=3, colors={"menuText": "#eeeeee"})
    assert [one["field"] for one in refused["errors"]] == ["emojis"] and refused["warnings"] == []
    assert chat.settings == before


def test_the_preview_is_the_chat_and_what_is_tried_in_it_goes_nowhere(panel, chat, demo):
    chat.set(form={"fields": [{"id": "topic", "type": "text", "label": "About", "isRequired": True}]})
    page = panel(chat.screen)
    page.get_by_role("radio", name="Conversation").check()
    expect(preview(page).get_by_role("log")).to_contain_text("Is the red kettle in stock?")
    page.get_by_role("radio", name="Ended").check()
    expect(preview(page).get_by_text("The conversation has ended.")).to_be_visible()
    page.get_by_role("radio", name="Start").check()
    preview(page).get_by_label("About").fill("Kettles")
    preview(page).get_by_role("button", name="Start the chat").click()
    expect(preview(page).get_by_role("button", name="Send")).to_be_visible()
    page.get_by_role("radio", name="Dark").check()
    expect(preview(page).get_by_label("About")).to_be_visible()
    is_saved(page)
    assert demo.get(f"conversations?contactPoint={chat.point}")["items"] == []


def type_field(page, label, kind=None, is_required=False):
    """With the keyboard alone, from the list's button for another field."""
    page.keyboard.press("Enter")
    page.keyboard.type(label)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    if kind:
        page.keyboard.type(kind)
    page.keyboard.press("Tab")
    if is_required:
        page.keyboard.press("Space")


def test_a_welcome_form_is_built_with_the_keyboard_and_asked_in_the_shop(panel, chat):
    shop = chat.shop()
    shop.launcher.click()
    page = panel(chat.screen)
    add = page.get_by_role("button", name="Add a field")
    add.focus()
    type_field(page, "Order number")
    add.focus()
    type_field(page, "First name", is_required=True)
    expect(preview(page).get_by_label("Order number")).to_be_visible()
    page.get_by_role("button", name="Up: First name").focus()
    page.keyboard.press("Enter")
    # It cannot go higher: the focus is on what can be pressed.
    expect(page.get_by_role("button", name="Down: First name")).to_be_focused()
    expect(page.get_by_text("First name is now 1 of 2.")).to_be_attached()
    add.focus()
    type_field(page, "Not wanted")
    page.get_by_role("button", name="Remove: Not wanted").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Done: Order number")).to_be_focused()

    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("ignored for good")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    assert chat.settings["form"] == {"isSaved": False, "fields": []}
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Enter")
    expect(shop.chat.locator("form.form label")).to_have_text(["First name", "Order number (optional)"])
    assert [(one["id"], one["isRequired"]) for one in chat.settings["form"]["fields"]] == [
        ("firstName", True), ("orderNumber", False)]

    # What is saved keeps its name whatever it is called, and there is nothing to agree to any more.
    page.get_by_label("Label").first.fill("Given name")
    save(page)
    expect(shop.chat.locator("form.form label")).to_have_text(["Given name", "Order number (optional)"])
    assert chat.settings["form"]["fields"][0]["id"] == "firstName"


def test_what_is_wrong_with_a_field_of_the_form_is_said_there(panel, chat):
    page = panel(chat.screen)
    page.get_by_role("button", name="Add a field").click()
    page.get_by_label("Label").fill("About")
    page.get_by_label("Kind").select_option("One of a list")
    page.get_by_role("button", name="Done: About").click()
    save(page)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.locator(".item .fault", has_text="a select needs something to choose from")).to_be_visible()
    assert chat.settings["form"]["fields"] == []
    page.get_by_label("To choose from").fill("An order\nSomething else")
    panel.complaints.clear()
    save(page)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    is_saved(page)
    assert chat.settings["form"]["fields"][0]["options"] == ["An order", "Something else"]


def test_links_of_the_menu_are_put_in_order_by_dragging(panel, chat):
    links = [{"id": name, "label": name, "url": f"https://shop.example/{name}"} for name in ("first", "second", "third")]
    chat.set(menu={"items": links})
    page = panel(chat.screen)
    items = page.locator(".item", has=page.get_by_role("button", name="Edit:"))
    items.nth(2).locator(".handle").hover()
    page.mouse.down()
    expect(page.locator(".dragged")).to_have_count(1)
    target = items.nth(0).bounding_box()
    page.mouse.move(target["x"] + 20, target["y"] + 2, steps=5)
    expect(page.locator(".item-title")).to_have_text(["third", "first", "second"])
    page.mouse.up()
    save(page)
    is_saved(page)
    assert [one["id"] for one in chat.settings["menu"]["items"]] == ["third", "first", "second"]


def test_a_domain_that_is_none_is_refused_beside_its_field(panel, chat):
    page = panel(chat.screen)
    page.get_by_label("Domains").fill("*.example.com\n*.com")
    page.get_by_role("switch", name="Sounds").click()
    save(page)
    field = page.locator(".field", has=page.get_by_label("Domains"))
    expect(field.locator(".fault")).to_contain_text("it must be a host such as shop.example")
    expect(field.locator(".fault")).to_contain_text("*.com")
    expect(page.get_by_label("Domains")).to_be_focused()
    assert chat.settings["allowedDomains"] == ["127.0.0.1:*"] and chat.settings["sounds"] is True
    panel.complaints.clear()
    page.get_by_label("Domains").fill("")
    save(page)
    expect(field).to_contain_text("Any site can show this chat as its own")
    assert chat.settings["allowedDomains"] == [] and chat.settings["sounds"] is False


def test_a_number_inside_the_document_leaves_its_neighbours(panel, chat):
    chat.set(menu={"offset": {"horizontal": 7, "vertical": 8}, "items": []})
    page = panel(chat.screen)
    page.get_by_label("To the side").fill("-20")
    page.get_by_label("Number to text").fill("+15551234567")
    save(page)
    is_saved(page)
    assert chat.settings["menu"] == {"offset": {"horizontal": -20, "vertical": 8}, "items": []}
    assert chat.settings["mobileNumber"] == "+15551234567"


def test_words_of_the_chat_are_changed_in_one_language_and_taken_back(panel, chat):
    shop = chat.shop(language="de")
    shop.launcher.click()
    page = panel(chat.screen)
    page.get_by_label("Language to add").fill("de")
    page.keyboard.press("Enter")
    page.get_by_label("Text to change in German").select_option("Chat with us")
    page.get_by_role("button", name="Change this text").click()
    page.keyboard.type("Frag uns")
    page.get_by_role("combobox", name="Language", exact=True).select_option("de")
    expect(preview(page).get_by_role("heading", name="Frag uns")).to_be_visible()
    save(page)
    expect(shop.chat.get_by_role("heading", name="Frag uns")).to_be_visible()
    assert chat.settings["texts"] == {"de": {"title": "Frag uns"}}
    page.get_by_role("button", name="Remove German").click()
    save(page)
    expect(shop.chat.get_by_role("heading", name="Frag uns")).to_have_count(0)
    assert chat.settings["texts"] == {}


def add_condition(page, kind, group=None):
    place = group or page.locator(".rules")
    place.get_by_label("What to add").last.select_option(kind)
    place.get_by_role("button", name="Add condition").last.click()


def test_rules_make_the_launcher_come_and_go_in_a_shop_that_is_open(panel, chat, demo, picture):
    shop = chat.shop()
    expect(shop.launcher).to_be_visible()
    agent = next(one["id"] for one in demo.get("users")["items"] if one["email"] == demo.people["agent"])
    page = panel(chat.screen)
    add_condition(page, "Time of day")
    page.get_by_label("Times of day").fill("0 - 12, 12:00–24:00")
    add_condition(page, "Day of the week")
    days = page.get_by_role("group", name="Day of the week", exact=True)
    for day in ("Saturday", "Sunday"):
        days.get_by_label(day).check()
    add_condition(page, "Waiting conversations")
    page.get_by_label("Waiting conversations: how many").select_option("Fewer than")
    field_of(page, "Waiting conversations").fill("5")
    add_condition(page, "Available agents")
    expect(page.locator(".rule-summary")).to_contain_text("at least 1 agent is available")
    assert chat.rules == {}
    save(page)
    expect(shop.launcher).to_be_hidden()
    assert chat.rules == {"all": [
        {"times": ["00:00-12:00", "12:00-24:00"]},
        {"days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]},
        {"waitingConversations": {"lessThan": 5}}, {"availableAgents": {"atLeast": 1}}]}
    expect(page.get_by_text("Not enough agents are available.")).to_be_visible()
    picture(page, "clients-rules", whole=True)
    try:
        demo.call("PATCH", f"agents/{agent}", {"presence": "available"})
        expect(shop.launcher).to_be_visible()
        expect(page.get_by_text("Right now, customers are offered a conversation.")).to_be_visible()
    finally:
        demo.call("PATCH", f"agents/{agent}", {"presence": "unavailable"})
    expect(shop.launcher).to_be_hidden()


EXAMPLE = {"all": [
    {"hours": {"monday": ["08:00-12:00", "13:00-18:00"], "tuesday": ["08:00-18:00"], "friday": ["18:00-02:00"]}},
    {"not": {"dates": [{"date": "2026-12-25", "label": "Christmas Day", "yearly": True}, {"date": "2026-05-15"}]}},
    {"any": [{"availableAgents": {"atLeast": 2}}, {"waitingConversations": {"lessThan": 3}}]}]}


def test_the_manuals_example_of_rules_is_built_in_the_editor(panel, chat):
    page = panel(chat.screen)
    add_condition(page, "Hours of the week")
    page.get_by_label("Tuesday", exact=True).fill("08:00-25:00")
    save(page)
    expect(page.locator(".rule .fault")).to_contain_text("Tuesday: it must be a range such as 08:00-20:00")
    assert chat.rules == {}
    panel.complaints.clear()
    for day, hours in {"Monday": "8-12, 13-18", "Tuesday": "08:00-18:00", "Wednesday": "", "Thursday": "",
                       "Friday": "18:00-02:00"}.items():
        page.get_by_label(day, exact=True).fill(hours)
    add_condition(page, "Dates and holidays")
    page.get_by_label("Date", exact=True).fill("2026-12-25")
    page.get_by_label("What it is").fill("Christmas Day")
    page.get_by_label("Every year").check()
    page.get_by_role("button", name="Add a day").click()
    page.get_by_label("Date", exact=True).last.fill("2026-05-15")
    add_condition(page, "A group of conditions")
    group = page.locator(".rule-group .rule-group")
    add_condition(page, "Available agents", group)
    field_of(page, "Available agents").fill("2")
    add_condition(page, "Waiting conversations", group)
    field_of(page, "Waiting conversations").fill("3")
    expect(page.locator(".rule-summary")).to_contain_text("Christmas Day (12-25 of every year) or 2026-05-15")
    save(page)
    is_saved(page)
    assert chat.rules == EXAMPLE


def test_conditions_are_moved_through_groups_with_the_keyboard(panel, chat, demo):
    demo.call("PUT", f"{chat.path}/availability", {"rules": EXAMPLE})
    page = panel(chat.screen)
    page.get_by_role("button", name="Down: Dates and holidays").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dates and holidays is now 1 of 3 in a group: At least one of these holds.")).to_be_attached()
    expect(page.get_by_role("button", name="Down: Dates and holidays")).to_be_focused()
    expect(page.get_by_role("button", name="Up: Hours of the week")).to_be_disabled()
    page.locator(".rule-group .rule-group").get_by_label("How these are joined").select_option("None of these holds")
    page.get_by_role("button", name="Remove: Hours of the week").focus()
    page.keyboard.press("Enter")
    save(page)
    is_saved(page)
    assert chat.rules == {"all": [{"not": {"any": [EXAMPLE["all"][1], *EXAMPLE["all"][2]["any"]]}}]}


def test_the_line_for_the_page_is_copied(panel, chat, demo):
    page = panel(chat.screen, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        f'<script async src="{demo.url}/clients/{PLATFORM}/{chat.address}/loader.js"></script>')


def test_two_administrators_do_not_overwrite_each_other(panel, chat):
    one, other = panel(chat.screen), panel(chat.screen)
    one.get_by_label("Width").fill("500")
    other.get_by_label("Height").fill("700")
    save(other)
    is_saved(other)
    save(one)
    dialog = one.get_by_role("dialog")
    expect(dialog).to_contain_text("Somebody else has changed this meanwhile")
    assert chat.settings["layout"]["width"] == 400
    dialog.get_by_role("button", name="Read it now").click()
    expect(one.get_by_label("Height")).to_have_value("700")
    expect(one.get_by_label("Width")).to_have_value("500")
    save(one)
    is_saved(one)
    layout = chat.settings["layout"]
    assert (layout["width"], layout["height"]) == (500, 700)
    # Who has nothing unsaved sees it without being asked.
    expect(other.get_by_label("Width")).to_have_value("500")
    panel.complaints.clear()


def test_an_agent_sees_the_settings_and_is_offered_no_change(panel, chat):
    page = panel(chat.screen, level="agent")
    expect(page.get_by_text("Only administrators can change this.")).to_be_visible()
    expect(page.get_by_label("Domains")).to_be_disabled()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    expect(preview(page).get_by_text("Hello! How can we help?")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it_and_it_fits_a_phone(panel, chat, demo, axe, picture, scheme):
    demo.call("PUT", f"{chat.path}/availability", {"rules": EXAMPLE})
    chat.set(
        form={"fields": [{"id": "firstName", "type": "text", "label": "First name", "isRequired": True}]},
        texts={"de": {"title": "Frag uns"}}, colors={"primary": {"light": "#123456", "dark": "#abcdef"}})
    page = panel(chat.screen, scheme=scheme)
    page.get_by_role("button", name="Edit: First name").click()
    expect(preview(page).get_by_label("First name")).to_be_visible()
    axe(page)
    picture(page, f"clients-{scheme}", whole=True)
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="To the preview").click()
    expect(page.get_by_role("heading", name="Preview")).to_be_focused()
    picture(page, f"clients-{scheme}-360", whole=True)
