"""One's own account: the password, the sessions, the second factor, and the ways back in."""

import hashlib
import subprocess

import pytest
from playwright.sync_api import expect

from demo import PROGRAM, free_port, wait
from people import PASSWORD, Person, fill_in, one_time_code, sign_in


def row(page, text):
    return page.locator("tbody tr", has_text=text)


def set_up(page):
    """Sets up a second factor from its first step; gives the secret and the recovery codes, which are shown."""
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("img", name="QR code").wait_for()
    secret = page.locator(".copyable code").inner_text()
    page.get_by_label("Code that the app shows").fill(one_time_code(secret))
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("heading", name="Keep your recovery codes").wait_for()
    return secret, page.locator(".recovery-codes code").all_inner_texts()


# The account


def test_a_password_is_changed_and_other_sessions_end(panel, demo):
    person = Person(demo)
    elsewhere = sign_in(panel, person)
    # Signing in leads there: the link in the frame would draw the form anew, under the hands of a fast typist.
    page = sign_in(panel, person)
    page.get_by_role("heading", name="Your account").wait_for()
    page.get_by_label("Current password").fill("not this one")
    page.get_by_label("New password").fill("eleven geese on a raft")
    page.get_by_label("The same again").fill("eleven goose on a raft")
    page.get_by_role("button", name="Change the password").click()
    page.locator(".fault", has_text="The two are not the same.").wait_for()
    page.get_by_label("The same again").fill("eleven geese on a raft")
    with page.expect_response("**/v1/me/password") as answer:
        page.get_by_role("button", name="Change the password").click()
    assert answer.value.json()["errors"] == [{"field": "current", "reason": "it is not your password."}]
    page.locator(".fault", has_text="it is not your password").wait_for()
    panel.complaints.clear()
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_role("button", name="Change the password").click()
    page.get_by_text("Your password is changed.").wait_for()
    # One goes on here, and is out elsewhere.
    page.reload()
    page.get_by_role("heading", name="Your account").wait_for()
    elsewhere.goto(f"{demo.url}/panel/account")
    elsewhere.get_by_role("heading", name="Sign in to Gatehouse").wait_for()
    panel.complaints.clear()
    fill_in(elsewhere, person.email, "eleven geese on a raft")
    elsewhere.get_by_role("button", name="Sign out").wait_for()


def test_a_session_elsewhere_is_ended(panel, demo):
    person = Person(demo)
    elsewhere = sign_in(panel, person)
    page = sign_in(panel, person)
    page.goto(f"{demo.url}/panel/account")
    page.get_by_text("This one").wait_for()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("button", name="End the session").click()
    page.get_by_text("The session is ended.").wait_for()
    expect(page.locator("tbody tr")).to_have_count(1)
    elsewhere.goto(f"{demo.url}/panel/account")
    elsewhere.get_by_role("heading", name="Sign in to Gatehouse").wait_for()
    panel.complaints.clear()


# The second factor


def test_a_second_factor_is_set_up_and_asked_for(panel, demo, axe, picture):
    person = Person(demo)
    page = sign_in(panel, person)
    page.goto(f"{demo.url}/panel/account")
    page.get_by_role("link", name="Set it up").click()
    page.get_by_label("Your password").fill("not this one")
    page.get_by_role("button", name="Begin").click()
    page.locator(".fault", has_text="it is not your password").wait_for()
    panel.complaints.clear()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("img", name="QR code").wait_for()
    picture(page, "second-factor-set-up")
    axe(page)
    address = page.get_by_role("link", name="the link for apps").get_attribute("href")
    assert address.startswith("otpauth://totp/") and page.evaluate(DRAWN) == page.evaluate(ENCODE, [address])[0]
    assert not person.now()["hasSecondFactor"]
    secret = page.locator(".copyable code").inner_text()
    page.get_by_label("Code that the app shows").fill("000000" if one_time_code(secret) != "000000" else "111111")
    page.get_by_role("button", name="Confirm").click()
    page.locator(".fault", has_text="it is not what the app shows now").wait_for()
    panel.complaints.clear()
    page.get_by_label("Code that the app shows").fill(one_time_code(secret))
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("heading", name="Keep your recovery codes").wait_for()
    picture(page, "recovery-codes")
    axe(page)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10 and person.now()["hasSecondFactor"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    with open(download.value.path(), encoding="utf-8") as file:
        assert set(codes) <= set(file.read().split())
    page.get_by_role("button", name="I have kept them").click()
    page.get_by_text("10 recovery codes are left").wait_for()

    # By the app, the code of the half minute after, for each counts once.
    other = panel("/sign-in?to=/panel/account", level=None)
    fill_in(other, person.email)
    other.get_by_label("Code").fill(one_time_code(secret, steps=1))
    other.get_by_role("button", name="Sign in").click()
    other.get_by_role("heading", name="Your account").wait_for()
    # By a recovery code, which counts once.
    for answer in (True, False):
        other = panel("/sign-in?to=/panel/account", level=None)
        fill_in(other, person.email)
        other.get_by_label("Code").fill(codes[0])
        other.get_by_role("button", name="Sign in").click()
        if answer:
            other.get_by_text("9 recovery codes are left").wait_for()
        else:
            other.get_by_role("alert").filter(has_text="not right").wait_for()
    panel.complaints.clear()


def test_recovery_codes_are_made_anew_and_the_factor_is_taken_away(panel, demo):
    person = Person(demo)
    page = sign_in(panel, person)
    page.goto(f"{demo.url}/panel/account/second-factor")
    _, codes = set_up(page)
    page.get_by_role("button", name="I have kept them").click()
    page.get_by_role("link", name="Recovery codes, or take it away").click()
    page.get_by_role("button", name="New recovery codes…").click()
    page.get_by_role("dialog").get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Make them").click()
    page.get_by_role("heading", name="Keep your recovery codes").wait_for()
    assert not set(codes) & set(page.locator(".recovery-codes code").all_inner_texts())
    page.get_by_role("button", name="I have kept them").click()
    page.get_by_role("link", name="Recovery codes, or take it away").click()
    page.get_by_role("button", name="Take it away…").click()
    page.get_by_role("dialog").get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Take it away", exact=True).click()
    page.get_by_role("link", name="Set it up").wait_for()
    assert not person.now()["hasSecondFactor"]


def test_an_administrator_takes_a_lost_factor_away(panel, demo):
    person = Person(demo)
    theirs = sign_in(panel, person)
    theirs.goto(f"{demo.url}/panel/account/second-factor")
    set_up(theirs)
    page = panel(f"/users/{person.id}")
    page.get_by_role("button", name="Take the second factor away…").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it away").click()
    page.get_by_text("It is taken away.").wait_for()
    assert not person.now()["hasSecondFactor"]
    expect(page.get_by_role("button", name="Take the second factor away…")).to_have_count(0)
    sign_in(panel, person)


@pytest.fixture
def strict(tmp_path):
    """A gateway where everybody needs a second factor: its address, and a link to set an administrator's first password."""
    settings = {
        "GATEHOUSE_DATABASE_PATH": str(tmp_path / "gatehouse.sqlite"), "GATEHOUSE_SECOND_FACTOR_REQUIRED": "everybody",
        "GATEHOUSE_PUBLIC_LISTEN": f"127.0.0.1:{free_port()}", "GATEHOUSE_PRIVATE_LISTEN": f"127.0.0.1:{free_port()}",
    }
    settings["GATEHOUSE_PANEL_URL"] = f"http://{settings['GATEHOUSE_PRIVATE_LISTEN']}"
    process = subprocess.Popen([PROGRAM, "serve"], env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def link():
        made = subprocess.run(
            [PROGRAM, "user", "add", "ida@example.com", "--name", "Ida", "--level", "administrator"], env=settings,
            capture_output=True, text=True)
        return next((word for word in made.stdout.split() if "/panel/reset#" in word), None)

    yield settings["GATEHOUSE_PANEL_URL"], wait(link)
    process.terminate()
    process.wait()


def test_where_a_second_factor_is_required_there_is_nothing_else_until_it_is_set_up(panel, strict, axe, picture):
    address, link = strict
    page = panel("/sign-in", level=None, width=360)
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    fill_in(page, "ida@example.com")
    page.get_by_role("heading", name="Set up a second factor").wait_for()
    picture(page, "second-factor-required-360")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.get_by_role("navigation")).to_have_count(0)
    page.goto(f"{address}/panel/contact-points")
    page.get_by_text("It is required here").wait_for()
    panel.complaints.clear()
    set_up(page)
    page.get_by_role("button", name="I have kept them").click()
    page.get_by_role("button", name="Menu").wait_for()
    page.goto(f"{address}/panel/account")
    page.get_by_text("10 recovery codes are left").wait_for()
    panel.complaints.clear()


# The QR code

ENCODE = """async (texts) => {
    const script = document.querySelector('script[src]').src.replace('main.js', 'account/qr-encoder.js');
    const { encode } = await import(script);
    return texts.map((text) => encode(text)?.map((row) => row.map((dark) => dark ? '1' : '0').join('')) ?? null);
}"""

# What was drawn, without the margin around it.
DRAWN = """() => {
    const canvas = document.querySelector('canvas');
    const pen = canvas.getContext('2d');
    const size = canvas.width / 8 - 8;
    const isDark = (x, y) => pen.getImageData((x + 4) * 8 + 4, (y + 4) * 8 + 4, 1, 1).data[0] === 0;
    const places = [...Array(size).keys()];
    return places.map((y) => places.map((x) => isDark(x, y) ? '1' : '0').join(''));
}"""

# Rows of version 1 as hexadecimal numbers, and the digest of those of version 8.
SMALL = """1fc47f 104f41 17495d 17445d 174d5d 105b41 1fd57f 000b00 12d4a0 08089b 05f52d
012a48 07d93b 001e80 1fc8be 105f90 174af2 175e3b 174d3d 104cf0 1fd30a""".split()
TYPICAL = "bbefa76d2a88dc6edc7fbf9a693cd06ab4a340b15ee649e8db48eb42baa33840"


def test_qr_codes_are_what_another_encoder_makes(panel):
    """The vectors are those of python-qrcode 8.2, level M, bytes, with the same mask; zxing-cpp reads them."""
    page = panel("/sign-in", level=None)
    panel.complaints.clear()
    address = ("otpauth://totp/Gatehouse:ann%40example%2Ecom?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Gatehouse"
               "&algorithm=SHA1&digits=6&period=30")
    small, typical, too_long = page.evaluate(ENCODE, ["Gatehouse", address, "z" * 667])
    assert [f"{int(line, 2):06x}" for line in small] == SMALL
    assert hashlib.sha256("\n".join(typical).encode()).hexdigest() == TYPICAL
    assert too_long is None


# The ways back in


def test_whoever_has_forgotten_the_password_is_told_whom_to_ask(panel, axe):
    page = panel("/sign-in", level=None)
    page.get_by_role("link", name="Forgotten your password?").click()
    page.get_by_role("heading", name="Forgotten your password?").wait_for()
    page.get_by_label("E-mail address").fill("admin@demo.example")
    axe(page)
    page.get_by_role("button", name="Mail me a link").click()
    page.get_by_text("This gateway sends no mail. Ask an administrator").wait_for()
    panel.complaints.clear()
    page.get_by_role("link", name="Back to sign-in").click()
    page.get_by_role("heading", name="Sign in to Gatehouse").wait_for()


def test_a_link_is_not_left_in_the_address_bar_and_a_weak_password_is_refused(panel, demo, axe):
    person = Person(demo)
    page = panel(f"/reset#{person.token}", level=None)
    panel.complaints.clear()
    assert person.token not in page.url
    axe(page)
    page.get_by_label("New password").fill("short")
    page.get_by_label("The same again").fill("short")
    page.get_by_role("button", name="Set the password").click()
    page.locator(".fault", has_text="10").wait_for()
    panel.complaints.clear()
    assert "passwordSetAt" not in person.now()
    page.reload()
    page.get_by_text("what makes it yours is missing").wait_for()
    panel.complaints.clear()


# For everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_account_can_be_looked_after_by_everybody_and_on_a_phone(panel, demo, axe, picture, scheme):
    page = panel("/account", level="agent", scheme=scheme)
    for address in ("account", "account/second-factor", "forgotten", "reset"):
        page.set_viewport_size({"width": 1280, "height": 860})
        page.goto(f"{demo.url}/panel/{address}")
        page.locator("main:not([aria-busy]) h1").wait_for()
        name = address.replace("account/", "")
        picture(page, f"{name}-{scheme}")
        axe(page)
        page.set_viewport_size({"width": 360, "height": 740})
        picture(page, f"{name}-{scheme}-360")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
