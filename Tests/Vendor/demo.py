"""The real gateway beside its mock platform, as `make run` starts them, for tests that call it from outside."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request

PROGRAM = os.environ.get("GATEHOUSE_PROGRAM", ".build/debug/gatehouse")
PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, patience=PATIENCE):
    """What the condition gives, once it is true. For what no event announces."""
    deadline = time.monotonic() + patience
    while not (result := condition()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)
    return result


def call(method, url, body=None, headers=None):
    """The status and the bytes of an answer, whatever the status."""
    request = urllib.request.Request(url, body, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


class Demo:
    NUMBER = "+15005550006"

    def __init__(self, folder):
        self.folder = folder
        self.url = f"http://127.0.0.1:{free_port()}"
        self.phone_url = f"http://127.0.0.1:{free_port()}"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GATEHOUSE_")}
        self.process = subprocess.Popen(
            [PROGRAM, "demo", "--directory", str(folder), "--port", self.url.rpartition(":")[2],
             "--mock-port", self.phone_url.rpartition(":")[2], "--messenger-port", "0",
             "--x-port", "0", "--shop-port", "0"],
            stdout=subprocess.DEVNULL, env=environment)
        until(self.is_ready)
        self.key = (folder / "api-key").read_text().strip()

    def is_ready(self):
        assert self.process.poll() is None
        try:
            return call("GET", self.url + "/healthz")[0] == 200 and (self.folder / "api-key").exists()
        except OSError:
            return False

    def api(self, method, path, body=None, status=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        code, answer = call(method, self.url + path, data, headers)
        assert code == status if status else code < 300, (method, path, code, answer)
        return json.loads(answer) if answer else None

    def everything(self, path):
        cursor = ""
        while cursor is not None:
            page = self.api("GET", path + (cursor and f"?cursor={cursor}"))
            yield from page["items"]
            cursor = page.get("next")

    def text(self, phone, body, to=NUMBER):
        order = json.dumps({"from": phone, "to": to, "body": body}).encode()
        code, answer = call("POST", self.phone_url + "/mock/text", order, {"Content-Type": "application/json"})
        assert code == 202 and json.loads(answer)["delivered"], answer

    def events(self):
        """The whole log."""
        events, cursor = [], "0"
        while True:
            page = self.api("GET", f"/v1/events?cursor={cursor}&limit=200")
            events += page["items"]
            if page["next"] == cursor:
                return events
            cursor = page["next"]

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=30) == 0
