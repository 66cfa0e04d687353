"""What is around every screen: the bar at the top, the menu, and links that lead to where one is."""

from playwright.sync_api import expect


def test_on_a_phone_the_bar_is_one_line_and_the_menu_has_the_rest(panel, axe, picture):
    for scheme in ("light", "dark"):
        page = panel("/contact-points", width=360, height=740, scheme=scheme)
        bar = page.get_by_role("banner")
        opener = bar.get_by_role("button", name="Menu")
        menu = page.get_by_role("navigation", name="Main")
        expect(opener).to_have_attribute("aria-expanded", "false")
        assert bar.bounding_box()["height"] <= 60
        account = bar.locator("a[href='/panel/account']")
        expect(account).to_be_in_viewport(ratio=1)
        for one in (menu, page.get_by_role("button", name="Sign out"), page.get_by_label("Your presence")):
            expect(one).to_be_hidden()
        picture(page, f"frame-{scheme}-360")
        axe(page)
        opener.click()
        expect(opener).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        expect(page.get_by_label("Your presence")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        picture(page, f"frame-menu-{scheme}-360")
        axe(page)
        account.evaluate("(link) => link.textContent = 'Wilhelmina Featherstonehaugh-Cholmondeley'")
        menu.get_by_role("link", name="Users").click()
        page.get_by_role("heading", level=1, name="Users").wait_for()
        expect(menu).to_be_hidden()
        assert bar.bounding_box()["height"] <= 60  # whatever one is called


def test_escape_closes_the_menu_and_leaves_the_focus_where_it_is_of_use(panel):
    page = panel("/customers", width=360, height=740)
    opener = page.get_by_role("button", name="Menu")
    menu = page.get_by_role("navigation", name="Main")
    opener.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    menu.get_by_role("link", name="Health").focus()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()
    # Where somebody types meanwhile, they go on typing.
    page.keyboard.press("Enter")
    field = page.locator("main input").first
    field.fill("+1415")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(field).to_be_focused()


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


def test_where_one_is_is_marked_in_the_menu_also_where_nothing_was_asked_for(panel):
    page = panel("/", level="agent")
    marked = page.get_by_role("navigation", name="Main").locator("[aria-current]")
    expect(marked).to_have_text("Inbox")
    page.get_by_role("link", name="Contact points").click()
    expect(marked).to_have_text("Contact points")
