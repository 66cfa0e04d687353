"""The sections of a long tab: how one gets about in it, and where something is wrong."""

from playwright.sync_api import expect

from chat import is_saved, save


def way(page):
    return page.get_by_role("navigation", name="Sections of this page")


def is_here(page, name):
    """The section is in view, not under what stays at the top, and the only one that is marked."""
    heading = page.get_by_role("heading", level=2, name=name, exact=True)
    expect(heading).to_be_in_viewport(ratio=1)
    expect(way(page).locator("[aria-current]")).to_have_text(name)
    assert heading.evaluate("""(heading) => {
        const { left, top, height } = heading.getBoundingClientRect();
        return document.elementFromPoint(left + 4, top + height / 2) === heading;
    }""")


def test_the_sections_are_gone_through_with_the_keyboard_and_by_scrolling(panel, chat, demo, picture):
    for width in (1440, 1120, 360):
        page = panel(chat.screen, width=width, height=740)
        is_here(page, "Web chat")
        page.get_by_label("Width").fill("500")
        for name in ("Appearance", "Mobile", "Platform timers", "On your page"):
            link = way(page).get_by_role("link", name=name, exact=True)
            link.focus()
            page.keyboard.press("Enter")
            is_here(page, name)
            expect(link).to_be_in_viewport(ratio=1)
            expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_focused()
        # On from there by keyboard, and nothing that is not saved was lost or asked about.
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Copy")).to_be_focused()
        expect(page.get_by_label("Width")).to_have_value("500")
        expect(page.get_by_role("dialog")).to_have_count(0)
        picture(page, f"contents-{width}")
        page.evaluate("scrollTo(0, 0)")
        is_here(page, "Web chat")
        page.get_by_role("heading", level=2, name="Limits", exact=True).evaluate("(heading) => heading.scrollIntoView()")
        is_here(page, "Limits")
        if width > 1000:
            expect(page.get_by_title("Preview")).to_be_in_viewport(ratio=0.9)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_address_leads_to_a_section(panel, chat):
    page = panel(f"{chat.screen}#section-availability")
    is_here(page, "Availability")
    way(page).get_by_role("link", name="Mobile").click()
    page.reload()
    is_here(page, "Mobile")


def test_a_section_in_which_something_is_wrong_is_marked_until_that_is_mended(panel, chat, axe, picture):
    page = panel(chat.screen, width=360, scheme="dark")
    page.get_by_label("Domains").fill("*.com")
    page.get_by_label("Width").fill("99999")
    way(page).get_by_role("link", name="Limits").click()
    save(page)
    expect(page.get_by_label("Domains")).to_be_focused()
    expect(page.get_by_label("Domains")).to_be_in_viewport()
    marked = way(page).get_by_role("link").filter(has_text="fault")
    expect(marked).to_have_text(["Allowed domains 1 fault", "Appearance 1 fault"])
    expect(marked.first).to_be_in_viewport(ratio=0.9)
    axe(page)
    picture(page, "contents-faults-dark-360")
    page.set_viewport_size({"width": 1440, "height": 860})
    axe(page)
    picture(page, "contents-faults-dark")
    way(page).get_by_role("link", name="Appearance").click()
    page.get_by_label("Width").fill("500")
    save(page)
    expect(marked).to_have_text(["Allowed domains 1 fault"])
    assert chat.settings["layout"]["width"] == 400
    panel.complaints.clear()
    page.get_by_label("Domains").fill("shop.example")
    save(page)
    is_saved(page)
    expect(marked).to_have_count(0)
    assert (chat.settings["layout"]["width"], chat.settings["allowedDomains"]) == (500, ["shop.example"])
