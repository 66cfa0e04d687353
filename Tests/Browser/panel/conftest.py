"""The control panel in a browser, with the demo behind it."""

import os
import pathlib
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe

from browsers import Browsers
from chat import Chat
from demo import PASSWORD, Demo, Served


@pytest.fixture(scope="session")
def demo():
    """Started once. A test that changes what others stand on makes a contact point of its own."""
    demo = Demo()
    yield demo
    demo.close()


@pytest.fixture(scope="session")
def served():
    """What the demo has not: a mail server, and sends of which nobody knows the outcome within a moment."""
    served = Served()
    yield served
    served.close()


@pytest.fixture(scope="session")
def signed_in(chromium):
    """The cookies of somebody who has signed in, by level: signing in is deliberately slow, so each does it once."""
    states = {}

    def state(level, demo):
        if (level, demo) not in states:
            context = chromium.new_context()
            page = context.new_page()
            page.goto(f"{demo.url}/panel/sign-in")
            page.get_by_label("E-mail address").fill(demo.people[level])
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.get_by_role("button", name="Sign out").wait_for()
            states[level, demo] = context.cookies()
            context.close()
        return states[level, demo]

    return state


@pytest.fixture(scope="session")
def shops(demo):
    """The demo's shop with any chat on it: below the name of the chat."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self):
            _, chat, name = self.path.split("/", 2)
            try:
                answer = urllib.request.urlopen(f"{demo.shop}/{name}")
            except urllib.error.HTTPError as error:
                return self.send_error(error.code)
            with answer:
                body = answer.read().replace(b"/webchat/shop/", f"/webchat/{chat}/".encode())
                self.send_response(200)
                for header in ("Content-Type", "Content-Security-Policy"):
                    self.send_header(header, answer.headers[header])
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.handle_error = lambda *_: None  # a page that is closed while it is loaded
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browsers(chromium):
    return Browsers(chromium)


@pytest.fixture
def chat(chromium, demo, shops):
    """A contact point with a chat, and its shop as visitors see it."""
    contexts = []

    def visitors():
        contexts.append(chromium.new_context(reduced_motion="reduce"))
        return contexts[-1].new_page()

    yield Chat(demo, shops, visitors)
    for context in contexts:
        context.close()


@pytest.fixture
def panel(browsers, demo, signed_in):
    """Opens a page of the panel: `panel("/health")`, `panel("/inbox", level="agent", width=360, scheme="dark")`; of another
    gateway than the demo's with `at=served`.

    What a page complains about in its console fails the test; a test that provokes a refusal empties `panel.complaints`."""
    complaints = []

    def open_panel(address="/", level="administrator", width=1280, height=860, scheme="light", at=demo, **options):
        context = browsers.take(
            at.url, complaints, viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce",
            **options)
        if level:
            context.add_cookies(signed_in(level, at))
        page = context.new_page()
        page.goto(f"{at.url}/panel{address}")
        page.locator("main:not([aria-busy])").wait_for()
        return page

    open_panel.complaints = complaints
    yield open_panel
    browsers.give_back()
    assert complaints == []


@pytest.fixture
def axe():
    """Fails where axe-core finds anything in a page."""

    def check(page):
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    return check


@pytest.fixture
def picture(request):
    """Keeps a picture of a page, for people to look at: in PANEL_PICTURES, where that is set."""
    folder = os.environ.get("PANEL_PICTURES")

    def take(page, name, whole=False):
        if folder:
            pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/{name}.png", animations="disabled", full_page=whole)

    return take
