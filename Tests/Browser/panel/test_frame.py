"""What is around every screen: the bar at the top, the menu, and links that lead to where one is."""

from playwright.sync_api import expect


def test_a_link_to_the_screen_that_is_shown_keeps_what_was_typed(panel):
    page = panel("/settings")
    menu = page.get_by_role("navigation", name="Main")
    heading = page.get_by_role("heading", level=1)
    name = heading.inner_text()
    field = page.locator("main input").first
    before = field.input_value()
    field.fill("")
    field.press_sequentially("not saved yet")
    menu.get_by_role("link", name="Tenant settings").click()
    expect(heading).to_be_focused()
    expect(field).to_have_value("not saved yet")
    expect(page.get_by_role("dialog")).to_have_count(0)
    # To the content is no other screen either.
    page.get_by_role("link", name="Skip to content").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    expect(field).to_have_value("not saved yet")
    expect(page.get_by_role("dialog")).to_have_count(0)
    # Another one is: it is asked about.
    menu.get_by_role("link", name="Health").click()
    page.get_by_role("dialog").get_by_role("button", name="Stay").click()
    expect(heading).to_have_text(name)
    menu.get_by_role("link", name="Health").click()
    page.get_by_role("dialog").get_by_role("button", name="Leave").click()
    page.get_by_role("heading", level=1, name="Health").wait_for()
    menu.get_by_role("link", name="Tenant settings").click()
    expect(field).to_have_value(before)


def test_a_link_to_a_screen_that_could_not_be_shown_tries_it_again(panel):
    page = panel("/customers")
    page.route("**/v1/users*", lambda route: route.abort())
    menu = page.get_by_role("navigation", name="Main")
    menu.get_by_role("link", name="Users").click()
    page.get_by_role("heading", level=1, name="That did not work").wait_for()
    page.unroute("**/v1/users*")
    menu.get_by_role("link", name="Users").click()
    page.get_by_role("heading", level=1, name="Users").wait_for()
    panel.complaints.clear()
