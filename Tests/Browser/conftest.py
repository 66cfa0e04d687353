"""A browser, a demo shop with the chat on it, and the gateway behind it. From the environment come

WEBCHAT_DRIVER        a Python file with a class `Gateway`; gateway.py here, unless it says otherwise
WEBCHAT_BROWSER       the browser's program
WEBCHAT_PICTURES      a folder for pictures of what was seen
BROWSER_LATENCY       how many milliseconds each request is to take longer: on a slow line a test that looks once instead
                      of waiting fails every time, and so does a page that loses what is typed while it waits
"""

import importlib.util
import os
import pathlib

import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright

from shop import Shop

LATENCY = int(os.environ.get("BROWSER_LATENCY", 0))

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def installation():
    """The gateway as the tests drive it, started once."""
    path = os.environ.get("WEBCHAT_DRIVER", pathlib.Path(__file__).with_name("gateway.py"))
    spec = importlib.util.spec_from_file_location("driver", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    gateway = module.Gateway()
    yield gateway
    gateway.close()


@pytest.fixture
def gateway(installation):
    """The gateway with the settings it begins with, and agents who are available."""
    installation.reset()
    return installation


@pytest.fixture(scope="session", autouse=LATENCY > 0)
def slow_line():
    new_page, lines = BrowserContext.new_page, {}

    def emulate(line, offline):
        line.send("Network.emulateNetworkConditions", {
            "offline": offline, "latency": LATENCY, "downloadThroughput": -1, "uploadThroughput": -1})

    def slow_page(context):
        page = new_page(context)
        line = context.new_cdp_session(page)
        lines.setdefault(context, []).append(line)
        emulate(line, False)
        return page

    def set_offline(context, offline):
        for line in lines[context]:
            emulate(line, offline)

    BrowserContext.new_page, BrowserContext.set_offline = slow_page, set_offline
    yield


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        program = os.environ.get("WEBCHAT_BROWSER", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        browser.phone = playwright.devices["Pixel 7"]
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, gateway):
    """Opens the shop as a visitor who was never there: `visit()`, `visit(language="de")`, `visit(context={…})`.

    What the page or the frame complains about fails the test."""
    contexts, complaints = [], []

    def open_shop(context=None, same=None, path="", **chat):
        place = (
            same.page.context
            if same
            else chromium.new_context(**{"viewport": {"width": 1100, "height": 760}, **(context or {})})
        )
        if not same:
            contexts.append(place)
            place.on("weberror", lambda error: complaints.append(str(error.error)))
            place.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
        return Shop(place.new_page(), gateway, path, chat)

    open_shop.complaints = complaints
    yield open_shop
    for context in contexts:
        context.close()
    assert complaints == []


def is_complaint(message):
    return "Content Security Policy" in message.text or "Content-Security-Policy" in message.text


@pytest.fixture
def picture(request):
    """Keeps a picture of a page, for people to look at."""
    folder = os.environ.get("WEBCHAT_PICTURES")

    def take(shop, name):
        if folder:
            pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
            shop.page.screenshot(path=f"{folder}/{name}.png", animations="disabled")

    return take
