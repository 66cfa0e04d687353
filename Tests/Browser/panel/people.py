"""People of the tests' own: made by the API, with a password, and signed in with a browser."""

import base64
import hmac
import struct
import time

PASSWORD = "nine geese on a raft"


class Person:
    """Somebody that a test may change as it likes."""

    def __init__(self, demo, level="agent", roles=()):
        demo.number += 1
        self.demo = demo
        self.name = f"Person {demo.number}"
        self.email = f"person{demo.number}@demo.example"
        made = demo.post("users", {"email": self.email, "name": self.name, "level": level, "roles": list(roles)})
        self.id = made["id"]
        self.token = made["invitation"]["link"].split("#")[1]
        self.has_password = False

    def set_password(self):
        """Only where it is needed: to make one is deliberately slow."""
        if not self.has_password:
            self.demo.post("password-resets/completion", {"token": self.token, "password": PASSWORD})
            self.has_password = True

    def now(self):
        return self.demo.get(f"users/{self.id}")


def fill_in(page, email, password=PASSWORD):
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def sign_in(panel, person, password=PASSWORD, **options):
    """A page of somebody who has just signed in."""
    person.set_password()
    page = panel("/sign-in?to=/panel/account", level=None, **options)
    panel.complaints.clear()  # the browser notes that nobody was signed in
    fill_in(page, person.email, password)
    page.get_by_role("button", name="Sign out").wait_for()
    return page


def one_time_code(secret, steps=0):
    """What an authenticator app shows (RFC 6238), so many half minutes from now."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">q", int(time.time()) // 30 + steps), "sha1")
    start = digest[-1] & 15
    return "%06d" % ((struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6)
