"""The real gateway as the tests drive it: it is seeded by the demo, served on a port of its own, killed and started.

    WEBCHAT_PROGRAM    .build/debug/gatehouse, unless it says otherwise

Each test has a contact point with a chat of its own, for a form that was saved once stays saved for good.
"""

import base64
import datetime
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from postbox import Postbox

ROOT = pathlib.Path(__file__).parents[2]
PROGRAM = os.environ.get("WEBCHAT_PROGRAM", str(ROOT / ".build/debug/gatehouse"))
SECRET = "a secret of the shop, long enough to sign with"
PATIENCE = 60


def wait(what):
    end = time.monotonic() + PATIENCE
    while True:
        found = what()
        if found or time.monotonic() > end:
            assert found, "the gateway did not come to it"
            return found
        time.sleep(0.02)


class Gateway:
    agent = None  # an API key is nobody by name

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.number = 0
        self.postbox = Postbox()
        self.listening = None
        self.seed()
        self.start()
        self.app = next(app["id"] for app in self.get("platform-apps")["items"] if app["platform"] == "webchat")
        self.call("PATCH", f"platform-apps/{self.app}", {"settings": {"identitySecret": SECRET}})
        self.shop = ShopServer(self)
        self.shop_url = self.shop.url
        self.warm_up()

    # The program

    def seed(self):
        ports = [f"--{name}-port=0" for name in ("mock", "messenger", "x", "shop")]
        command = [PROGRAM, "demo", "--directory", self.folder.name, *ports, "--port", str(free_port())]
        demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in demo.stdout:
            if "an API key" in line:
                break
        demo.terminate()
        demo.wait()
        self.config = pathlib.Path(self.folder.name, "gatehouse.json")
        self.root = json.loads(self.config.read_text())["public"]["url"]
        self.key = pathlib.Path(self.folder.name, "api-key").read_text().strip()

    def start(self):
        command = [PROGRAM, "serve", "--config", str(self.config)]
        mail = {
            "GATEHOUSE_MAIL_SERVER": self.postbox.url,
            "GATEHOUSE_MAIL_ENCRYPTION": "none",
            "GATEHOUSE_MAIL_FROM": "chat@shop.example",
            "GATEHOUSE_MAIL_ALERTS_TO": "operator@shop.example",
        }
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, **mail})
        wait(self.answers)

    def warm_up(self):
        """The first answer after a start may wait for the leases of the process before."""
        self.reset()
        calls = self.url
        session = self.post(calls + "session", {"site": self.shop_url.rstrip("/")})
        self.post(calls + "messages", {"id": "00000000-warm-up", "text": "Hello"}, session["ticket"])
        self.agent_says("Hi")
        wait(lambda: self.agent_statuses() == ["sent"])

    @staticmethod
    def post(url, body, ticket=None):
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {ticket}"} if ticket else {})}
        with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers)) as answer:
            return json.load(answer)

    def answers(self):
        try:
            return urllib.request.urlopen(self.root + "/openapi.json", timeout=5).status == 200
        except OSError:
            return False

    def kill(self):
        self.server.kill()
        self.server.wait()

    def close(self):
        self.kill()
        self.shop.stop()
        self.postbox.stop()
        self.folder.cleanup()

    # The API

    def call(self, method, path, body=None, type="application/json"):
        data = json.dumps(body).encode() if type == "application/json" and body is not None else body
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": type}
        request = urllib.request.Request(f"{self.root}/v1/{path}", data, headers, method=method)
        try:
            answer = urllib.request.urlopen(request, timeout=10).read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.read().decode()}") from None
        return json.loads(answer) if answer else None

    def get(self, path):
        return self.call("GET", path)

    # Settings

    def reset(self):
        if self.server.poll() is not None:
            self.start()
        self.number += 1
        self.chat = f"shop{self.number}"
        self.url = f"{self.root}/clients/webchat/{self.chat}/"
        self.point = self.call("POST", "contact-points", {"label": f"Shop {self.number}"})["id"]
        everyone = ["everyone", "support"]
        self.call("PUT", f"contact-points/{self.point}/conversation-roles", {"read": everyone, "answer": everyone})
        self.call("POST", f"contact-points/{self.point}/connections", {"app": self.app, "address": self.chat})
        self.settings(isEnabled=True)
        self.listen()

    def settings(self, **changes):
        """In the form that pages see them."""
        if "mobile" in changes:
            changes["mobileNumber"] = changes.pop("mobile")["smsNumber"]
        if "form" in changes:
            changes["form"] = {"fields": changes["form"]["fields"]}
        path = f"contact-points/{self.point}/platforms/webchat/settings"
        for name in {"colors", "texts"} & changes.keys():
            before = self.get(path)["settings"][name]
            changes[name] = {**dict.fromkeys(before), **changes[name]}
        self.call("PUT", path, changes)

    def allow(self, *domains):
        """Only these sites may have the chat; none means that all may."""
        self.settings(allowedDomains=list(domains))
        ancestors = " ".join(["frame-ancestors 'self'", *domains]) if domains else None
        wait(lambda: self.ancestors() == ancestors)

    def ancestors(self):
        with urllib.request.urlopen(self.url + "frame") as answer:
            parts = answer.headers["Content-Security-Policy"].split("; ")
        return next((part for part in parts if part.startswith("frame-ancestors")), None)

    def availability(self, is_available, reason=None):
        other = (time.gmtime().tm_hour + 12) % 24
        rules = {
            None: {},
            "noAgents": {"availableAgents": {"atLeast": 1}},
            "outsideHours": {"times": [f"{other:02}:00-{other:02}:59"], "timeZone": "UTC"},
        }[None if is_available else reason]
        self.call("PUT", f"contact-points/{self.point}/platforms/webchat/availability", {"rules": rules})

    def identity(self, who):
        """A token of the shop's backend."""
        now = int(time.time())
        encode = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()
        parts = [{"alg": "HS256", "typ": "JWT"}, {"sub": who, "iat": now, "exp": now + 3600}]
        text = ".".join(encode(json.dumps(part).encode()) for part in parts)
        return f"{text}.{encode(hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).digest())}"

    # Agents

    def agent_says(self, text, name=None, file=None, to=None):
        """- Parameter file: its name, type and bytes."""
        body = {"text": text}
        if file:
            name, type, data = file
            body["media"] = [self.call("POST", f"media?fileName={name}", data, type)["id"]]
        self.call("POST", f"conversations/{self.conversation(to)}/messages", body)

    def agent_types(self, name):
        self.call("POST", f"conversations/{self.conversation()}/indicators", {"show": "typing"})

    def agent_ends(self):
        self.call("POST", f"conversations/{self.conversation()}/close", {})

    def agent_reads(self):
        self.call("POST", f"conversations/{self.conversation()}/indicators", {"show": "seen"})

    def listen(self):
        """Follows what visitors do that is stored nowhere, as an agent's screen would."""
        if self.listening:
            try:
                # Closing alone would wait for whoever reads.
                self.listening.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # The gateway was killed.
        self.listening = http.client.HTTPConnection(self.root.removeprefix("http://"))
        headers = {"Authorization": f"Bearer {self.key}", "Accept": "text/event-stream"}
        self.listening.request("GET", f"/v1/events?contactPoint={self.point}", headers=headers)
        stream = self.listening.getresponse()
        typings = self.typings = []

        def read():
            try:
                for line in stream:
                    if line.startswith(b"data: ") and b"customerTyping" in line:
                        typings.append(json.loads(line[6:]))
            except (OSError, http.client.HTTPException):
                pass  # The gateway was killed, or the next test listens.

        threading.Thread(target=read, daemon=True).start()

    # What is stored

    def conversations(self):
        items = self.get("conversations?limit=100")["items"]
        return [one for one in items if one["contactPoint"] == self.point]

    def messages(self, conversation=None):
        ids = [conversation] if conversation else [one["id"] for one in self.conversations()]
        found = [message for id in ids for message in self.get(f"conversations/{id}/messages")["items"]]
        return sorted(found, key=lambda message: message["createdAt"])

    def conversation(self, to=None):
        """The newest one, or the one in which somebody has said this."""
        if not to:
            return wait(self.conversations)[0]["id"]
        return wait(
            lambda: [
                one["id"]
                for one in self.conversations()
                if any(message.get("text") == to for message in self.messages(one["id"]))
            ]
        )[0]

    def of(self, direction):
        return [message for message in self.messages() if message["direction"] == direction]

    def visitor_texts(self):
        return [message.get("text") for message in self.of("inbound")]

    def visitor_files(self):
        files = [file for message in self.of("inbound") for file in message["media"]]
        return [{**file, "name": file.get("fileName")} for file in files]

    def agent_statuses(self):
        return [message["status"] for message in self.of("outbound")]

    def details(self, prefix):
        found = []
        for message in self.of("inbound"):
            values = {
                name[len(prefix) :]: value for name, value in message["details"].items() if name.startswith(prefix)
            }
            if values:
                found.append(values)
        return found

    def forms(self):
        return self.details("form.")

    def contexts(self):
        return self.details("context.")

    def handles(self):
        return [one["customer"] for one in self.conversations()]

    def count_conversations(self):
        return len(self.conversations())

    def count_visitors(self):
        return len(set(self.handles()))

    def visitor_typings(self):
        """Whether the visitor was said to write, each time something was said of it."""
        now = time.time()
        return [parse_time(one["until"]) > now for one in self.typings]

    def transcripts(self):
        """To whom transcripts were mailed, and what is in them."""
        return [
            (recipients, mail.get_body(("plain",)).get_content())
            for recipients, mail in self.postbox.mails
            if recipients != ["operator@shop.example"]
        ]


class ShopServer:
    """The demo shop, under its policy, with the chat of the test that runs."""

    folder = ROOT / "mocks/WebChat"
    types = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}

    def __init__(self, gateway):
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                name = self.path.split("?")[0].lstrip("/") or "shop.html"
                file = shop.folder / name
                if file.suffix not in shop.types or not file.exists():
                    self.send_response(204)
                    return self.end_headers()
                body = file.read_text().replace("{{loader}}", gateway.url + "loader.js").encode()
                policy = (
                    f"default-src 'none'; script-src 'self' {gateway.root}; style-src 'self'; img-src 'self'; "
                    f"frame-src {gateway.root}; base-uri 'none'; form-action 'none'"
                )
                self.send_response(200)
                self.send_header("Content-Type", f"{shop.types[file.suffix]}; charset=utf-8")
                self.send_header("Content-Security-Policy", policy)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()


def parse_time(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def free_port():
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        return server.server_port
