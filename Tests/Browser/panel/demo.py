"""The demo as `make run` starts it, on ports of its own: the gateway with its control panel, and the mock platforms."""

import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from postbox import Postbox

ROOT = pathlib.Path(__file__).parents[3]
PROGRAM = os.environ.get("WEBCHAT_PROGRAM", str(ROOT / ".build/debug/gatehouse"))
PASSWORD = "gatehouse demo"
PATIENCE = 60


def wait(what, patience=PATIENCE):
    """Gives what `what` gives once it is true."""
    end = time.monotonic() + patience
    while True:
        found = what()
        if found:
            return found
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


class Refused(Exception):
    def __init__(self, status, problem):
        super().__init__(f"{status} {problem}")
        self.status, self.problem = status, problem


class Demo:
    """`url` is the gateway's, `phone`, `messenger`, `x` and `shop` are the mock platforms' addresses."""

    people = {level: f"{level}@demo.example" for level in ("agent", "manager")} | {
        "administrator": "admin@demo.example"
    }

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.number = 0
        ports = [f"--{name}-port=0" for name in ("mock", "messenger", "x", "shop")]
        command = [PROGRAM, "demo", "--directory", self.folder.name, *ports, "--port", str(free_port())]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        story = ""
        for line in self.process.stdout:
            story += line
            if "README.md" in line:
                break
        self.story = story
        self.phone, self.messenger, self.x, self.shop, self.url = (
            re.search(rf"{name}\s+(http://[\d.:]+)/", story).group(1)
            for name in ("a phone to text from", "Messenger, and Facebook", "X, once Twitter", "a shop with web chat",
                         "the control panel")
        )
        self.key = pathlib.Path(self.folder.name, "api-key").read_text().strip()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self.process.stdout.close()

    def close(self):
        self.stop()
        self.folder.cleanup()

    # The API, for what a test needs to be there, and for what must have become of it

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        return self.send(f"{self.url}/v1/{path}", method, data, {"Authorization": f"Bearer {self.key}"})

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, body=None):
        return self.call("POST", path, body)

    def mock(self, url, body=None):
        """A command of a mock platform's."""
        return self.send(url, "GET" if body is None else "POST", None if body is None else json.dumps(body).encode())

    def send(self, url, method, data, headers=None):
        request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                text = response.read()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode()) from None
        return json.loads(text) if text else None

    # The world outside

    def text(self, body, sender="+14155550100", to="+15005550006"):
        """Somebody texts one of the numbers."""
        return self.mock(f"{self.phone}/mock/text", {"from": sender, "to": to, "body": body})

    def phone_number(self):
        """A phone nobody else has texted from."""
        self.number += 1
        return f"+1415555{self.number + 1000:04}"

    def contact_point(self, **given):
        """A contact point of the test's own."""
        self.number += 1
        return self.post("contact-points", {"label": f"Test {self.number}", **given})

    def conversation_of(self, address):
        """The newest conversation with a customer, once it is there."""
        return wait(lambda: next(
            (one for one in self.get("conversations")["items"] if one["customer"] == address), None))


class Served(Demo):
    """What the demo has planted, as `serve` serves it: with a mail server, and soon done looking for what nobody knows of."""

    def __init__(self):
        super().__init__()
        self.postbox = Postbox()
        [app] = [one for one in self.get("platform-apps")["items"] if one["platform"] == "sms"]
        webhook = next(one["url"] for one in app["webhooks"] if one["purpose"] == "events")
        self.carrier = self.start("mock", "sms", "--webhook", webhook)
        self.phone, account, token = (self.carrier.stdout.readline().split()[-1] for _ in range(3))
        # While the demo still runs, so that nothing is found wanting at the start.
        self.call("PATCH", f"platform-apps/{app['id']}", {
            "settings": {"accountSid": account, "authToken": token, "apiBase": self.phone}})
        self.stop()
        settings = {
            "MAIL_SERVER": self.postbox.url, "MAIL_ENCRYPTION": "none", "MAIL_FROM": "gatehouse@demo.example",
            "MAIL_ALERTS_TO": "admin@demo.example", "SENDS_LOOK_UP_INTERVAL": "0.1",
        }
        self.process = self.start("serve", "--config", f"{self.folder.name}/gatehouse.json", **settings)
        wait(self.is_there)

    def start(self, *command, **settings):
        settings = {f"GATEHOUSE_{name}": value for name, value in settings.items()}
        return subprocess.Popen([PROGRAM, *command], stdout=subprocess.PIPE, text=True, env={**os.environ, **settings})

    def is_there(self):
        try:
            return self.get("platforms")
        except OSError:
            return None

    def close(self):
        super().close()
        self.carrier.kill()
        self.carrier.wait()
        self.carrier.stdout.close()
        self.postbox.stop()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
