"""A chat at a contact point of a test's own, and the screen of its settings."""

import json
import urllib.parse

from playwright.sync_api import expect

PLATFORM = "webchat"


class Chat:
    """A contact point of the test's own, with a chat, and the demo's shop as it would be with that chat on it."""

    def __init__(self, demo, shops, visitors):
        self.demo, self.visitors = demo, visitors
        self.point = demo.contact_point()["id"]
        self.address = f"chat-{self.point}"
        app = next(app["id"] for app in demo.get("platform-apps")["items"] if app["platform"] == PLATFORM)
        made = demo.post(f"contact-points/{self.point}/connections", {"app": app, "address": self.address})
        demo.post(f"connections/{made['id']}/checklist/run")
        self.path = f"contact-points/{self.point}/platforms/{PLATFORM}"
        self.set(isEnabled=True, allowedDomains=["127.0.0.1:*"])
        self.screen = f"/contact-points/{self.point}/{PLATFORM}"
        self.shop_url = f"{shops}/{self.address}/"

    def set(self, **settings):
        return self.demo.call("PUT", f"{self.path}/settings", settings)

    @property
    def settings(self):
        return self.demo.get(f"{self.path}/settings")["settings"]

    @property
    def rules(self):
        return self.demo.get(f"{self.path}/availability")["rules"]

    def shop(self, language="en"):
        """The page of the shop, as a visitor has it open."""
        page = self.visitors()
        page.goto(f"{self.shop_url}?chat=" + urllib.parse.quote(json.dumps({"language": language})))
        page.chat = page.frame_locator("iframe")
        page.launcher = page.chat.locator(".launcher-button")
        return page


def preview(page):
    return page.frame_locator("iframe[title^=Preview]")


def field_of(page, name):
    """What is typed in, where its group has the same name."""
    return page.locator("input:not([type=color])").and_(page.get_by_label(name, exact=True))


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def is_saved(page):
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_js_property("disabled", True)
