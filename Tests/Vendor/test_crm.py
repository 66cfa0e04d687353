"""The worked example of docs/crm.md, a CRM in step with the gateway, against the real gateway.

Deliveries are verified by the `standardwebhooks` package, which knows nothing of how the gateway signs.
"""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from demo import Demo, call, free_port, until
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

EXAMPLE = os.path.abspath("docs/examples/crm.py")
GUIDE = "docs/api-guide.md"
CHAPTER = "docs/crm.md"

# Runs the example, and ends it as a power cut would when so many of its lines were run.
MORTAL = """
import os, runpy, sys, threading
example, left = sys.argv[1], [int(sys.argv[2])]
def trace(frame, event, argument):
    if frame.f_code.co_filename != example:
        return None
    left[0] -= event == "line"
    if left[0] < 0:
        os._exit(9)
    return trace
threading.settrace(trace)
sys.settrace(trace)
sys.argv = [example]
runpy.run_path(example, run_name="__main__")
"""


class CRM:
    """The example in a process of its own. Its file outlives the process."""

    def __init__(self, demo, folder):
        self.demo = demo
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.database = folder / "crm.sqlite"
        self.process = None
        self.subscribe()

    def subscribe(self):
        made = self.demo.api("POST", "/v1/subscribers", {"label": "CRM", "url": self.url}, status=201)
        self.path = f"/v1/subscribers/{made['id']}"
        self.secrets = made["secret"]

    @property
    def environment(self):
        return os.environ | {
            "GATEHOUSE_URL": self.demo.url, "GATEHOUSE_KEY": self.demo.key, "WEBHOOK_SECRETS": self.secrets,
            "CRM_DATABASE": str(self.database), "CRM_PORT": str(self.port)}

    def start(self, lines=None):
        """- lines: after how many it dies by itself."""
        arguments = [EXAMPLE] if lines is None else ["-c", MORTAL, EXAMPLE, str(lines)]
        self.process = subprocess.Popen([sys.executable, *arguments], env=self.environment)
        if lines is None:
            until(self.answers)

    def answers(self):
        assert self.process.poll() is None
        try:
            return call("POST", self.url, b"{}")[0] == 401
        except OSError:
            return False

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def show(self):
        output = subprocess.run(
            [sys.executable, EXAMPLE, "show"], env=self.environment, capture_output=True, check=True)
        return json.loads(output.stdout)

    def events(self):
        with sqlite3.connect(self.database) as db:
            return [row[0] for row in db.execute("SELECT id FROM event ORDER BY position")]


def as_the_api_says(demo):
    """What the CRM's records ought to be, asked for one by one."""
    records = []
    for conversation in demo.everything("/v1/conversations"):
        messages = list(demo.everything(f"/v1/conversations/{conversation['id']}/messages"))
        records.append({
            **{name: conversation.get(name) for name in ("contactPoint", "customer", "state", "owner")},
            "conversation": conversation["id"], "reference": conversation.get("externalReference"),
            "messages": [
                {name: message.get(name)
                 for name in ("id", "conversation", "author", "text", "mark", "status", "createdAt")}
                for message in messages]})
    opt_outs = {
        (point["id"], entry["address"]) for point in demo.everything("/v1/contact-points")
        for entry in demo.everything(f"/v1/contact-points/{point['id']}/stop-list")}
    return sorted(records, key=lambda record: record["conversation"]), opt_outs


def as_the_crm_says(crm):
    shown = crm.show()
    records = []
    for record in shown["records"]:
        if record["state"] == "erased":
            assert record["customer"] is None and record["messages"] == []
            continue
        record["reference"] = f"CRM-{record.pop('number')}" if record.pop("isLinked") else None
        for row in (record, *record["messages"]):
            row.pop("position")
        records.append(record)
    opt_outs = {(entry["contactPoint"], entry["address"]) for entry in shown["optOuts"]}
    return sorted(records, key=lambda record: record["conversation"]), opt_outs


def is_settled(demo):
    """Whether nothing is under way: every message sent has been reported on."""
    log = demo.events()
    statuses = {e["data"]["message"]["id"]: e["data"]["message"]["status"] for e in log if "message" in e["data"]}
    return all(status in ("received", "delivered", "refused") for status in statuses.values()) and log[-1]["position"]


def assert_in_step(crm):
    until(lambda: is_settled(crm.demo))
    until(lambda: as_the_crm_says(crm) == as_the_api_says(crm.demo))
    until(lambda: crm.events() == [event["id"] for event in crm.demo.events()])


@pytest.fixture
def demo(tmp_path):
    demo = Demo(tmp_path / "demo")
    yield demo
    demo.stop()


@pytest.fixture
def crm(demo, tmp_path):
    crm = CRM(demo, tmp_path)
    yield crm
    crm.kill()


def conversation_of(demo, customer):
    return next(c["id"] for c in demo.everything("/v1/conversations") if c["customer"] == customer)


def test_the_record_is_in_step_from_hello_to_closed(demo, crm):
    demo.text("+14155550199", "Was here before the CRM")
    crm.start()
    demo.text("+14155550100", "hello")
    conversation = conversation_of(demo, "+14155550100")
    demo.api("POST", f"/v1/conversations/{conversation}/messages", {"text": "Hi! How can we help?"}, status=202)
    assert_in_step(crm)

    # What happens while it is dead it learns when it is back; what was under way comes again.
    crm.kill()
    demo.text("+14155550100", "STOP")
    demo.text("+14155550101", "Anybody there?")
    demo.api("POST", f"/v1/conversations/{conversation}/messages", {"text": "Still there?"}, status=409)
    crm.start()
    assert_in_step(crm)
    assert ("default", "+14155550100") in as_the_crm_says(crm)[1]

    demo.text("+14155550100", "START")
    demo.api("POST", f"/v1/conversations/{conversation}/messages", {"text": "Good to have you back."}, status=202)
    demo.api("POST", f"/v1/conversations/{conversation}/close")
    demo.api("POST", "/v1/contact-points/sales/conversations", {"to": "+14155550102", "text": "May we?"}, status=202)
    assert_in_step(crm)
    assert as_the_crm_says(crm)[1] == set()

    # A reference leads back to the conversation.
    for record in as_the_crm_says(crm)[0]:
        found = demo.api("GET", f"/v1/conversations?externalReference={record['reference']}")["items"]
        assert [item["id"] for item in found] == [record["conversation"]]


def test_it_may_die_between_any_two_lines(demo, crm):
    """Dies after ever more of its lines, while things happen, until it lives long enough to have everything."""
    lines = 30
    for number in range(40):
        customer = f"+141555502{number % 7:02}"
        demo.text(customer, "STOP" if number % 5 == 4 else f"Text {number}")
        crm.start(lines)
        if number % 3 == 0:
            demo.text(f"+141555503{number % 4:02}", "START")
        crm.process.wait(timeout=60)
        assert crm.process.returncode == 9
        lines += 37
    crm.start()
    assert_in_step(crm)


def test_who_is_erased_is_erased_in_the_crm(demo, crm):
    crm.start()
    for customer in ("+14155550100", "+14155550101"):
        demo.text(customer, f"My name is {customer}")
    demo.api("POST", "/v1/contact-points/default/notifications", {"to": "+14155550102", "text": "To nobody"}, 202)
    assert_in_step(crm)
    for customer in ("+14155550100", "+14155550102"):
        demo.api("POST", f"/v1/customers/phone/{customer}/erase")
    assert_in_step(crm)
    assert [record["customer"] for record in as_the_crm_says(crm)[0]] == ["+14155550101"]
    kept = b"".join(file.read_bytes() for file in crm.database.parent.glob("crm.sqlite*"))
    assert b"+14155550101" in kept
    assert b"+14155550100" not in kept and b"To nobody" not in kept


def test_what_no_webhook_brought_is_fetched(demo, crm):
    crm.start()
    demo.text("+14155550100", "hello")
    assert_in_step(crm)
    demo.api("PATCH", crm.path, {"events": ["subscriber.disabled"]})
    demo.text("+14155550101", "No webhook tells of this")
    until(lambda: demo.api("GET", crm.path)["position"] == demo.events()[-1]["position"])
    demo.api("PATCH", crm.path, {"events": []})
    demo.text("+14155550102", "The next one shows that something is missing")
    assert_in_step(crm)


def test_who_was_away_for_longer_than_the_log_is_kept_begins_anew(demo, crm):
    crm.start()
    demo.text("+14155550100", "hello")
    demo.text("+14155550104", "STOP")
    assert_in_step(crm)
    crm.kill()
    before = demo.events()[-1]["position"]
    demo.text("+14155550101", "Too long ago")
    demo.text("+14155550103", "STOP")
    demo.text("+14155550104", "START")
    demo.api("POST", f"/v1/conversations/{conversation_of(demo, '+14155550100')}/close")
    demo.api("DELETE", crm.path)
    crm.subscribe()
    last = until(lambda: is_settled(demo))
    # As retention would: nothing is left of what happened meanwhile but the state it led to.
    with sqlite3.connect(demo.folder / "gatehouse.sqlite", timeout=30) as db:
        db.execute("DELETE FROM event WHERE position < ?", (last,))
    db.close()
    demo.api("GET", f"/v1/events?cursor={before}", status=410)
    crm.start()
    until(lambda: as_the_crm_says(crm) == as_the_api_says(demo))
    assert ("default", "+14155550103") in as_the_crm_says(crm)[1]
    assert ("default", "+14155550104") not in as_the_crm_says(crm)[1]


class Recorder:
    """A second subscriber, which keeps what it is sent as it came."""

    def __init__(self, demo):
        self.calls = []
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                recorder.calls.append((body, dict(self.headers)))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{self.server.server_port}/"
        self.secret = demo.api("POST", "/v1/subscribers", {"label": "Recorder", "url": url}, status=201)["secret"]


@pytest.fixture
def recorder(demo):
    recorder = Recorder(demo)
    yield recorder
    recorder.server.shutdown()
    recorder.server.server_close()


def test_what_is_not_genuine_is_refused(demo, crm, recorder):
    demo.text("+14155550100", "hello")
    body, headers = until(lambda: next((call for call in recorder.calls if b'"message.received"' in call[0]), None))
    headers = {name: value for name, value in headers.items() if name.lower().startswith(("webhook-", "content-type"))}
    # The real delivery, judged by the package itself.
    assert Webhook(recorder.secret).verify(body, headers)["id"] == headers["webhook-id"]
    with pytest.raises(WebhookVerificationError):
        Webhook(crm.secrets).verify(body, headers)

    def signed(at, secret=recorder.secret):
        signature = Webhook(secret).sign(headers["webhook-id"], at, body.decode())
        return headers | {"webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}

    now = datetime.now(timezone.utc)
    crm.secrets, genuine = recorder.secret, (body, headers)
    demo.api("DELETE", crm.path)  # it shall hear from nobody but us
    wrong = {
        "another body": (body.replace(b"hello", b"hell0"), headers),
        "one byte more": (body + b" ", headers),
        "another id": (body, headers | {"webhook-id": "evt_0000000000zzz"}),
        "another time": (body, headers | {"webhook-timestamp": str(int(now.timestamp()) - 60)}),
        "an old time, well signed": (body, signed(now - timedelta(minutes=6))),
        "a time to come, well signed": (body, signed(now + timedelta(minutes=6))),
        "another secret": (body, signed(now, "whsec_" + "A" * 43 + "=")),
        "no signature": (body, {name: v for name, v in headers.items() if name.lower() != "webhook-signature"}),
        "half a signature": (body, headers | {"webhook-signature": "v1"}),
        "no base64": (body, headers | {"webhook-signature": "v1,ä"}),
        "another version": (body, headers | {"webhook-signature": headers["webhook-signature"].replace("v1", "v2")}),
        "no headers": (body, {}),
        "no UTF-8": (b"\xff" + body, headers),
        "nothing": (b"", headers),
    }
    # Without a key it can fetch nothing: what it knows has come by webhook.
    demo.key, key = "none", demo.key
    crm.start()
    demo.key = key
    for what, (bytes_, lines) in wrong.items():
        assert call("POST", crm.url, bytes_, {"Content-Type": "application/json"} | lines)[0] == 401, what
    # Only said to be that long: nobody reads it, and a client that is still writing would hear nothing but that.
    assert call("POST", crm.url, b"", headers | {"Content-Length": str((1 << 20) + 1)})[0] == 413
    assert crm.events() == [] and crm.show() == {"records": [], "optOuts": []}

    # The same delivery unchanged is taken, and once, however often it comes; also beside signatures of others.
    beside = headers | {"webhook-signature": "v2,AAAA v1,AAAA " + headers["webhook-signature"]}
    for lines in (genuine[1], genuine[1], signed(now), beside):
        assert call("POST", crm.url, body, lines)[0] == 204
    assert crm.events() == [headers["webhook-id"]]


def test_what_comes_late_overwrites_nothing_newer(demo, crm):
    demo.api("DELETE", crm.path)
    demo.key, key = "none", demo.key
    crm.start()
    demo.key = key

    def deliver(position, type_, value=None, **data):
        event = {"id": f"evt_{position:013}", "type": type_, "position": position,
                 "data": data | {"contactPoint": "default", "value": value}}
        body, now = json.dumps(event).encode(), datetime.now(timezone.utc)
        signature = Webhook(crm.secrets).sign(event["id"], now, body.decode())
        headers = {"webhook-id": event["id"], "webhook-timestamp": str(int(now.timestamp())),
                   "webhook-signature": signature, "Content-Type": "application/json"}
        assert call("POST", crm.url, body, headers)[0] == 204

    def conversation(state):
        return {"id": "conv_1", "contactPoint": "default", "customer": "+14155550100", "state": state}

    def message(status):
        return {"id": "msg_1", "conversation": "conv_1", "author": "key_1", "text": "Hi", "status": status}

    deliver(9, "message.statusChanged", conversation=conversation("closed"), message=message("delivered"))
    deliver(3, "message.created", conversation=conversation("active"), message=message("queued"))
    deliver(8, "stopList.removed", "+14155550100")
    deliver(7, "stopList.added", "+14155550100")
    deliver(6, "weather.changed", "rain", sky={"clouds": True})
    (record,) = crm.show()["records"]
    assert record["state"] == "closed" and [m["status"] for m in record["messages"]] == ["delivered"]
    assert crm.show()["optOuts"] == []
    # The same id counts once, whatever comes with it; and what was erased stays so.
    deliver(9, "message.statusChanged", conversation=conversation("new"), message=message("read"))
    assert crm.show()["records"] == [record]
    deliver(12, "conversation.erased", "conv_1")
    deliver(11, "message.statusChanged", conversation=conversation("closed"), message=message("read"))
    (record,) = crm.show()["records"]
    assert record["state"] == "erased" and record["customer"] is None and record["messages"] == []


def test_a_secret_is_rotated_without_a_gap(demo, crm):
    crm.start()
    demo.text("+14155550100", "Signed by one")
    assert_in_step(crm)
    old, new = crm.secrets, demo.api("POST", crm.path + "/secret", {})["secret"]
    assert old != new

    def outcome():
        return demo.api("POST", crm.path + "/test")["outcome"]

    # Who still has the old one, both, or only the new one: all are in step for as long as both sign.
    for number, secrets in enumerate((old, f"{new} {old}", new)):
        crm.kill()
        crm.secrets = secrets
        crm.start()
        demo.text("+14155550100", f"Signed by both, {number}")
        assert outcome() == "delivered"
        assert_in_step(crm)
    crm.kill()
    crm.secrets = "whsec_" + "A" * 43 + "="
    crm.start()
    assert outcome() == "failed"


def test_the_guide_shows_what_happens(demo):
    """The commands of the example, as somebody would paste them one by one after the first of the guide."""
    with open(GUIDE, encoding="utf-8") as file:
        helpers = re.search(r"```sh\n(.*?)\n```", file.read(), re.DOTALL)[1]
    with open(CHAPTER, encoding="utf-8") as file:
        example = file.read()
    blocks = re.findall(r"```bash\n(.*?)\n```", example.split("<!-- tried by Tests/Vendor/test_crm.py -->")[1], re.DOTALL)
    places = {
        ".demo": str(demo.folder), "http://127.0.0.1:8080": demo.url, "http://127.0.0.1:8090": demo.phone_url,
        "CRM_PORT=9000": f"CRM_PORT={free_port()}",
        # Who reads is slower than a machine that is busy with other tests.
        "sleep 2": "sleep 4", "sleep 1": "sleep 2"}
    script = "\necho '-- next --'\n".join(["set -euo pipefail; trap 'kill $CRM || true' EXIT", helpers, *blocks])
    for shown, real in places.items():
        script = script.replace(shown, real)
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    run = subprocess.run(
        ["bash", "-c", script], env=os.environ | {"PATH": path}, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run
    _, started, first, back, rotated, replayed = run.stdout.split("-- next --\n")[1:]
    assert started == "" and '"number": 1' in first and '"externalReference":"CRM-1"' in first
    assert '"mark": "stop"' in back and '"address": "+14155550151"' in back and "Anybody there?" in back
    assert '"outcome":"delivered"' in rotated

    def lines(shown):  # the events that the replay brings anew have greater positions
        return [line for line in shown.splitlines() if '"position"' not in line]

    assert lines(replayed) == lines(back)
