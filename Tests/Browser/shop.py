"""The demo shop as a visitor sees it, and the chat on it."""

import json
import time
import urllib.parse

from playwright.sync_api import expect

pages = []


def eventually(what, patience=15):
    """Waits until `what` gives something true, and gives it. Between two looks the browser is heard."""
    page = next(page for page in reversed(pages) if not page.is_closed())
    end = time.monotonic() + patience
    while True:
        found = what()
        if found or time.monotonic() > end:
            assert found, "it did not come true"
            return found
        page.wait_for_timeout(20)


class Shop:
    """- Parameter is_own: the chat is the page itself, in a window of its own."""

    def __init__(self, page, gateway, path="", chat=None, is_own=False):
        self.page, self.gateway = page, gateway
        pages.append(page)
        if not is_own:
            query = f"?chat={urllib.parse.quote(json.dumps(chat))}" if chat else ""
            page.goto(gateway.shop_url + path + query)
        self.frame = page if is_own else page.frame_locator("iframe")
        self.launcher = self.frame.locator(".launcher-button")
        self.panel = self.frame.locator(".panel")
        self.field = self.frame.locator(".composer .row textarea")
        self.log = self.frame.get_by_role("log")
        self.bubbles = self.frame.locator(".bubble")
        self.own = self.frame.locator(".message.visitor .bubble")
        self.agents = self.frame.locator(".message.agent .bubble")
        self.states = self.frame.locator(".state:not([hidden])")
        self.failures = self.frame.locator(".state.failed:not([hidden])")
        self.notice = self.frame.locator(".notice")
        self.form = self.frame.locator("form.form")
        self.send_button = self.frame.locator(".send")
        self.menu_button = self.frame.locator(".menu-place > button")
        self.menu = self.frame.locator(".menu")

    def open(self):
        self.launcher.click()
        expect(self.panel).to_be_visible()
        return self

    def minimize(self):
        self.frame.get_by_role("button", name="Minimise").click()
        expect(self.panel).to_be_hidden()
        return self

    def say(self, text):
        self.field.fill(text)
        self.field.press("Enter")
        return self

    def is_told(self, *texts, patience=15):
        """Waits until the transcript is exactly this."""
        expect(self.bubbles).to_have_text(list(texts), timeout=patience * 1000)
        return self

    def choose(self, item):
        self.menu_button.click()
        self.menu.get_by_text(item).click()

    def call(self, script):
        """Runs the page's own script, which talks to the chat."""
        return self.page.evaluate(script)

    def document(self):
        """The frame's own document, for what only scripts can see."""
        return next(frame for frame in self.page.frames if "/clients/webchat/" in frame.url)

    def box(self):
        """Where the frame is, as far as it shows: what the page can be clicked through is not part of it."""
        return self.page.evaluate("""() => {
            const frame = document.querySelector("iframe"), box = frame.getBoundingClientRect();
            const shows = getComputedStyle(frame).visibility === "visible";
            const covers = (x, y) => shows && document.elementFromPoint(x, y) === frame;
            return { left: box.left, top: box.top, right: box.right, bottom: box.bottom, shows,
                corners: [covers(box.left + 40, box.top + 40), covers(box.right - 40, box.top + 40),
                    covers(box.left + 40, box.bottom - 40), covers(box.right - 40, box.bottom - 40)] };
        }""")
