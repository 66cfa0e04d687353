"""The stop list of a contact point, as managers keep it and agents see it."""

import csv
import io

import pytest
from playwright.sync_api import expect

from demo import Refused, wait

numbers = iter(range(5, 10))


@pytest.fixture
def point(demo):
    """A contact point of the test's own; its document."""
    return demo.contact_point()


def listed(demo, point):
    return [one["address"] for one in demo.get(f"contact-points/{point['id']}/stop-list?limit=200")["items"]]


def stop(demo, point, *addresses):
    demo.post(f"contact-points/{point['id']}/stop-list", {"addresses": list(addresses)})


def open_list(panel, point, level="manager", **options):
    page = panel(f"/contact-points/{point['id']}/stop-list", level=level, **options)
    expect(page.get_by_role("heading", name="Stop list", level=1)).to_be_visible()
    return page


def results(page):
    return page.locator(".stop-results li")


def with_number(demo, point):
    """A number of ours at the contact point, where the carrier answers STOP."""
    app = next(one["id"] for one in demo.get("platform-apps")["items"] if one["platform"] == "sms")
    number = f"+150055500{20 + next(numbers)}"
    demo.post(f"contact-points/{point['id']}/connections", {"app": app, "address": number, "optOutReplies": "carrier"})
    return number


def test_several_are_added_and_each_result_is_told(panel, demo, point):
    with_number(demo, point)
    stop(demo, point, "+14155550101")
    page = open_list(panel, point)
    page.get_by_label("Numbers").fill("(415) 555-0142, +14155550101, +14155550142,\n415 555 014")
    expect(page.get_by_text("4 of at most 50")).to_be_visible()
    page.get_by_role("button", name="Add to stop list").click()
    expect(results(page)).to_have_count(4)
    told = "Added(415) 555-0142+14155550142", "Was on the list already", "Given twice", "Not taken415 555 014"
    for line, text in enumerate(told):
        expect(results(page).nth(line)).to_contain_text(text)
    expect(page.get_by_label("Numbers")).to_have_value("415 555 014")
    expect(page.get_by_role("row").filter(has_text="+14155550142")).to_contain_text("By hand: ")
    assert listed(demo, point) == ["+14155550101", "+14155550142"]
    assert "+14155550142" not in listed(demo, {"id": "sales"})
    demo.call("PUT", f"contact-points/{point['id']}/outbound-roles",
              {"startConversation": ["support"], "sendNotification": ["support"]})
    with pytest.raises(Refused, match="stop list"):
        demo.post(f"contact-points/{point['id']}/notifications", {"to": "+14155550142", "text": "News."})


def test_with_51_numbers_nothing_changes(panel, demo, point):
    page = open_list(panel, point)
    many = ", ".join(f"+1415555{2000 + number}" for number in range(51))
    page.get_by_label("Numbers").fill(many)
    page.get_by_role("button", name="Add to stop list").click()
    expect(page.locator(".field").filter(has=page.get_by_label("Numbers")).locator(".fault")).to_contain_text("50")
    expect(page.get_by_label("Numbers")).to_have_value(many)
    expect(results(page)).to_have_count(0)
    assert listed(demo, point) == []
    panel.complaints.clear()
    page.get_by_label("Numbers").fill(many.split(", ", 1)[1])
    page.get_by_role("button", name="Add to stop list").click()
    expect(results(page)).to_have_count(50)
    assert len(listed(demo, point)) == 50


def test_who_removes_is_told_where_a_carriers_block_may_stand(panel, demo, point):
    number = with_number(demo, point)
    stop(demo, point, "+14155550150", "+14155550151", "+14155550152")
    page = open_list(panel, point)
    page.get_by_label("Numbers").fill("+14155550150, +14155550159")
    page.get_by_role("button", name="Remove from stop list…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("texting START")
    dialog.get_by_role("button", name="Cancel").click()
    assert len(listed(demo, point)) == 3
    page.get_by_role("button", name="Remove from stop list…").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.locator(".warning-box")).to_contain_text(f"texts START to: {number}")
    expect(results(page).nth(0)).to_contain_text("Removed")
    expect(results(page).nth(0)).to_contain_text(number)
    expect(results(page).nth(1)).to_contain_text("Is not on the list")
    page.get_by_role("button", name="Remove +14155550152").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("row").filter(has_text="+14155550152")).to_have_count(0)
    assert listed(demo, point) == ["+14155550151"]


def test_a_customer_who_texts_stop_appears_and_goes_with_start(panel, demo):
    sales, customer = {"id": "sales"}, demo.phone_number()
    number = demo.get("contact-points/sales/connections")["items"][0]["address"]
    page = open_list(panel, sales, level="agent")
    demo.text("please stop texting me", sender=customer, to=number)
    wait(lambda: customer in str(demo.get("conversations?contactPoint=sales")))
    assert customer not in listed(demo, sales)
    demo.text("Stop!", sender=customer, to=number)
    row = page.get_by_role("row").filter(has_text=customer)
    expect(row).to_contain_text("The customer")
    expect(row.locator("time")).to_be_visible()
    demo.text("START", sender=customer, to=number)
    expect(row).to_have_count(0)
    assert customer not in listed(demo, sales)


def test_somebody_is_looked_for_in_a_long_list(panel, demo, point):
    lines = "".join(f"+1415556{number:04}\n" for number in range(250))
    demo.send(f"{demo.url}/v1/contact-points/{point['id']}/stop-list.csv", "POST", f"address\n{lines}".encode(),
              {"Authorization": f"Bearer {demo.key}", "Content-Type": "text/csv"})
    page = open_list(panel, point)
    expect(page.get_by_text("100 entries so far")).to_be_visible()
    page.get_by_role("button", name="More").click()
    expect(page.get_by_text("200 entries so far")).to_be_visible()
    page.get_by_label("Search").fill("(415) 556-0249")
    expect(page.get_by_text("1 entry found.")).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_text("+14155560249")
    page.get_by_label("Search").fill("nobody")
    expect(page.get_by_text("Nobody on this list is like that.")).to_be_visible()
    page.get_by_label("Search").fill("")
    expect(page.get_by_text("100 entries so far")).to_be_visible()


def exported(page):
    with page.expect_download() as download:
        page.get_by_role("link", name="Export CSV").click()
    return list(csv.DictReader(io.StringIO(open(download.value.path(), encoding="utf-8-sig").read())))


def test_the_list_is_exported_alone_or_across_contact_points_and_imported_elsewhere(panel, demo, point, tmp_path):
    other = demo.contact_point()
    stop(demo, point, "+14155550160", "+14155550161")
    stop(demo, other, "+14155550162")
    page = open_list(panel, point)
    own = exported(page)
    assert {line["address"] for line in own} == {"+14155550160", "+14155550161"}
    page.get_by_label("Export Across Contact Points").check()
    every = exported(page)
    assert {(point["id"], "+14155550160"), (other["id"], "+14155550162")} <= {
        (line["contactPoint"], line["address"]) for line in every}

    file = tmp_path / "list.csv"
    file.write_text("address,note\n+14155550160,x\n+14155550163,y\nnobody,z\n")
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Import CSV").click()
    expect(page.get_by_text("3 lines: 1 added, 1 were on the list already, 1 refused.")).to_be_visible()
    expect(page.get_by_text("Columns that mean nothing here: note.")).to_be_visible()
    expect(page.get_by_role("table", name="Lines that were refused").get_by_role("row").nth(1)).to_contain_text("4")
    row = page.get_by_role("row").filter(has_text="+14155550163")
    expect(row).to_contain_text("brought with a file by")
    assert listed(demo, point) == ["+14155550160", "+14155550161", "+14155550163"]
    assert listed(demo, other) == ["+14155550162"]


def test_an_import_across_contact_points_goes_by_what_each_line_names(panel, demo, point, tmp_path):
    other = demo.contact_point()
    file = tmp_path / "all.csv"
    file.write_text(f"contactPoint,address\n{point['id']},+14155550170\n{other['id']},+14155550171\nnowhere,+14155550172\n")
    page = open_list(panel, point)
    page.get_by_role("button", name="Import CSV").click()
    expect(page.get_by_text("Choose a file.")).to_be_visible()
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_label("Import across contact points").check()
    page.get_by_role("button", name="Import CSV").click()
    expect(page.get_by_text("3 lines: 2 added, 0 were on the list already, 1 refused.")).to_be_visible()
    wait(lambda: listed(demo, point) == ["+14155550170"] and listed(demo, other) == ["+14155550171"])


def test_an_agent_reads_the_list_and_cannot_change_it(panel, demo, point):
    stop(demo, point, "+14155550180")
    page = open_list(panel, point, level="agent")
    expect(page.get_by_role("row").filter(has_text="+14155550180")).to_be_visible()
    expect(page.get_by_text("Managers and administrators change this list.")).to_be_visible()
    expect(page.locator("main").get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link", name="Export CSV")).to_have_count(0)


def test_everybody_can_use_the_list(panel, demo, axe, picture, point):
    with_number(demo, point)
    stop(demo, point, "+14155550190", "+14155550191")
    page = open_list(panel, point)
    page.get_by_label("Numbers").fill("+14155550190, 415")
    page.get_by_role("button", name="Remove from stop list…").click()
    axe(page)
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(results(page)).to_have_count(2)
    for scheme, width in (("light", 1280), ("dark", 360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 860})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        picture(page, f"points-stop-list-{width}", whole=True)
