"""From a fresh installation to a contact point on four platforms, in the browser alone: as a new administrator would."""

import json
import re

from playwright.sync_api import expect

from demo import wait

NUMBER = "+15005550020"  # the account's, and nobody's yet
PAGE = "222333444555666"
ACCOUNT = "harbourcafe"


class Administrator:
    def __init__(self, demo, page):
        self.demo, self.page = demo, page

    def make_contact_point(self, label):
        self.label = label
        self.page.get_by_role("button", name="New contact point").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Label").fill(label)
        dialog.get_by_role("button", name="Make it").click()
        self.page.get_by_role("navigation", name="Parts of the contact point").wait_for()
        self.point = re.search(r"/contact-points/([^/?]+)", self.page.url).group(1)

    def tab(self, name):
        parts = self.page.get_by_role("navigation", name="Parts of the contact point")
        parts.get_by_role("link", name=name, exact=True).click()
        self.page.get_by_role("heading", level=1, name=name).wait_for()

    def begin(self, platform):
        self.page.get_by_role("button", name=f"Configure {platform}").click()
        steps = self.page.get_by_role("region", name=f"Connect {platform} to {self.label}")
        steps.get_by_role("button", name="Begin").click()
        return steps

    def is_connected(self):
        self.page.get_by_role("heading", name="Connected").wait_for()
        self.page.get_by_role("button", name="Close").or_(
            self.page.get_by_role("link", name="Back to where you began")).first.click()

    def read(self, path):
        """As the person who is signed in: a key has no part in a contact point that was made after it."""
        return self.page.request.get(f"{self.demo.url}/v1/{path}").json()["items"]

    def conversation(self, said):
        """The one at this contact point in which somebody has said this, once it is there."""
        return wait(lambda: next((
            one for one in self.read(f"conversations?contactPoint={self.point}")
            if any(message.get("text") == said for message in self.read(f"conversations/{one['id']}/messages"))), None))

    def answer(self, said, text):
        """Opens the conversation in the inbox, and answers."""
        page = self.page
        page.goto(f"{self.demo.url}/panel/inbox/{self.conversation(said)['id']}")
        page.get_by_role("log").get_by_text(said).wait_for()
        page.get_by_role("textbox", name=re.compile("^Answer to (?!tap)")).fill(text)
        page.get_by_role("button", name="Send", exact=True).click()
        page.get_by_role("log").get_by_role("listitem").filter(has_text=text).get_by_text(
            re.compile("^(Sent|Delivered|Read)")).first.wait_for()


def test_a_new_contact_point_on_all_four_platforms(panel, demo, shops, chromium, picture):
    walk = Administrator(demo, panel("/contact-points"))
    page = walk.page
    walk.make_contact_point("Harbour Café")

    # A number
    walk.tab("SMS")
    steps = walk.begin("SMS")
    steps.get_by_label(NUMBER).check()
    steps.get_by_role("button", name="Next").click()
    walk.is_connected()

    # A Facebook page, on Facebook's own pages
    walk.tab("Facebook")
    away = walk.begin("Facebook").get_by_role("button", name="Go to")
    which = page.get_by_label("The page's address, username or id")
    away.or_(which).wait_for()
    # Who has signed in to Facebook for another test need not do so again.
    if away.is_visible():
        away.click()
        page.get_by_role("link", name="Olive Owner").click()
        page.get_by_role("button", name="Continue as Olive Owner").click()
        page.get_by_role("link", name="Go on in the control panel").click()
    which.fill("harbourcafe")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("group", name="Is this the page?").wait_for()
    page.get_by_role("button", name="Next").click()
    walk.is_connected()

    # A Twitter account, on its own pages
    walk.tab("Twitter")
    steps = walk.begin("Twitter")
    steps.get_by_role("button", name="Yes, go on").click()
    steps.get_by_role("button", name="Go to").click()
    page.get_by_role("link", name="Harbour Café").click()
    page.get_by_role("button", name="Authorize app").click()
    page.get_by_role("link", name="Go on in the control panel").click()
    page.get_by_text("the account").first.wait_for()
    page.get_by_role("button", name="Yes, go on").click()
    walk.is_connected()

    # A chat, whose colour is seen before it is saved
    walk.tab("Web Chat")
    page.get_by_role("button", name="Add a chat name").click()
    page.get_by_role("dialog").get_by_label("Chat name").fill("harbour-cafe")
    page.get_by_role("dialog").get_by_role("button", name="Add").click()
    page.get_by_role("switch", name="Web chat is on").check()
    page.get_by_label("Domains").fill("127.0.0.1:*")
    page.locator("input:not([type=color])").and_(page.get_by_label("Primary", exact=True)).fill("#7a1fa2")
    header = page.frame_locator("iframe[title^=Preview]").locator("header").first
    expect(header).to_have_css("background-color", "rgb(122, 31, 162)")
    picture(page, "walk-web-chat")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    snippet = page.locator("code", has_text="<script").inner_text()
    assert "/harbour-cafe/loader.js" in snippet

    # The snippet, on the shop's page
    visitor = chromium.new_context(reduced_motion="reduce")
    shop = visitor.new_page()
    shop.goto(f"{shops}/harbour-cafe/")
    assert shop.locator("script[async]").get_attribute("src") == re.search(r'src="([^"]+)"', snippet).group(1)
    chat = shop.frame_locator("iframe")
    chat.locator(".launcher-button").click()
    chat.get_by_label("Your message").fill("Is there a table by the window?")
    chat.get_by_role("button", name="Send").click()

    # Everybody writes, and is answered
    phone = demo.phone_number()
    demo.text("Are you open?", sender=phone, to=NUMBER)
    demo.mock(f"{demo.messenger}/mock/act", {
        "person": "Ada Byron", "page": PAGE, "action": "text", "text": "Do you have oysters?"})
    demo.mock(f"{demo.x}/mock/act", {
        "person": "adabyron", "account": ACCOUNT, "action": "text", "text": "Dogs welcome?"})
    walk.answer("Is there a table by the window?", "There is one.")
    chat.get_by_text("There is one.").wait_for()
    walk.answer("Are you open?", "Until eleven.")
    walk.answer("Do you have oysters?", "A dozen.")
    page.get_by_text("From Harbour Café").wait_for()
    page.get_by_text(re.compile("^(23|24) hours left to answer, until ")).wait_for()
    walk.answer("Dogs welcome?", "Very.")
    picture(page, "walk-inbox")

    def heard():
        return [one["body"] for one in demo.mock(f"{demo.phone}/mock/phones/{phone}/messages")
                if one["direction"] == "received"]

    wait(lambda: "Until eleven." in heard())
    wait(lambda: "A dozen." in json.dumps(demo.mock(
        f"{demo.messenger}/mock/conversation?person=Ada%20Byron&page={PAGE}")))
    wait(lambda: "Very." in json.dumps(demo.mock(f"{demo.x}/mock/conversation?person=adabyron&account={ACCOUNT}")))

    # STOP and START by text
    page.goto(f"{demo.url}/panel/inbox/{walk.conversation('Are you open?')['id']}")
    demo.text("STOP", sender=phone, to=NUMBER)
    page.get_by_text("Nothing can be sent:").wait_for()
    before = len(heard())
    demo.text("START", sender=phone, to=NUMBER)
    expect(page.get_by_text("Nothing can be sent:")).to_have_count(0)
    walk.answer("Are you open?", "Welcome back.")
    wait(lambda: heard().count("Welcome back.") == 1)
    assert heard().count("Until eleven.") == 1 and len(heard()) > before
    visitor.close()

    # Others of these tests connect the same page and account.
    for connection in demo.get(f"contact-points/{walk.point}/connections")["items"]:
        if connection["address"] != NUMBER:
            demo.call("DELETE", f"connections/{connection['id']}")
