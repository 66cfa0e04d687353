"""Who customers are: found, named, exported, erased."""

import json

import pytest
from playwright.sync_api import expect

from demo import Refused


@pytest.fixture
def customer(demo):
    number = demo.phone_number()
    demo.text("Is my bicycle ready?", sender=number)
    demo.conversation_of(number)
    return number


def test_a_customer_is_found_by_address_and_by_what_another_system_calls_them(panel, demo, customer, axe, picture):
    page = panel("/customers", level="agent")
    axe(page)
    page.get_by_label("Platform").select_option(label="SMS")
    page.get_by_label("Address").fill("+14155559999")
    page.get_by_role("button", name="Find by address").click()
    page.get_by_text("Nobody with this address has written").wait_for()
    panel.complaints.clear()
    page.get_by_label("Address").fill(customer)
    page.get_by_role("button", name="Find by address").click()
    page.get_by_role("heading", name=customer).wait_for()
    page.get_by_label("External reference").fill(f"crm-{customer[-4:]}")
    page.get_by_role("button", name="Save reference").click()
    page.get_by_text("Saved.").wait_for()
    assert demo.get(f"customers/phone/{customer}")["externalReference"] == f"crm-{customer[-4:]}"
    page.get_by_role("row").filter(has_text="Default").get_by_text("Show").click()
    page.get_by_text("Is my bicycle ready?").wait_for()
    axe(page)
    picture(page, "customer")
    expect(page.get_by_role("link", name="Export everything")).to_have_count(0)
    expect(page.get_by_role("button", name="Erase this customer …")).to_have_count(0)
    page.get_by_role("link", name="All customers").click()
    page.get_by_label("External reference").fill(f"crm-{customer[-4:]}")
    page.get_by_role("button", name="Find by reference").click()
    page.get_by_role("link", name=customer).click()
    page.get_by_role("row").filter(has_text="Default").get_by_role("link").click()
    page.get_by_role("log").get_by_text("Is my bicycle ready?").wait_for()


def test_an_administrator_exports_and_erases_a_customer(panel, demo, customer, axe, picture):
    page = panel(f"/customers/phone/{customer}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export everything").click()
    lines = [json.loads(line) for line in open(download.value.path())]
    assert "Is my bicycle ready?" in json.dumps(lines)
    page.get_by_role("button", name="Erase this customer …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Type").fill("yes")
    dialog.get_by_role("button", name="Erase for good").click()
    dialog.get_by_text("Nothing was erased.").wait_for()
    assert demo.get(f"customers/phone/{customer}")["address"] == customer
    axe(page)
    picture(page, "customer-erase")
    dialog.get_by_label("Type").fill(customer)
    dialog.get_by_role("button", name="Erase for good").click()
    report = page.get_by_role("region", name="Erased")
    report.get_by_text("Conversations: 1").wait_for()
    report.get_by_role("row").filter(has_text="Backups").wait_for()
    axe(page)
    picture(page, "customer-erased")
    with pytest.raises(Refused) as refusal:
        demo.get(f"customers/phone/{customer}")
    assert refusal.value.status == 404


def test_customers_fit_a_phone_in_the_dark(panel, demo, customer, axe, picture):
    for address in ("/customers", f"/customers/phone/{customer}"):
        page = panel(address, width=360, height=760, scheme="dark")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        axe(page)
        picture(page, f"customers-360-{len(address)}", whole=True)
