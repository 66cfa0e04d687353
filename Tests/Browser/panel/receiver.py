"""A system of somebody's that is called with events: it keeps what it gets, and answers as a test wants."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from demo import wait


class Receiver:
    def __init__(self):
        self.calls = []
        self.answer = 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.calls.append((dict(self.headers), body))
                self.send_response(receiver.answer)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/events"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def events(self, type=None):
        """What it was told, in the order in which it came: `(webhook-id, document)`."""
        told = [(lower(headers)["webhook-id"], json.loads(body)) for headers, body in list(self.calls)]
        return [one for one in told if type in (None, one[1]["type"])]

    def wait_for(self, count, type=None):
        return wait(lambda: len(self.events(type)) >= count and self.events(type))

    def is_signed_with(self, secret, call=-1):
        """Whether one of the signatures is made with the secret, as Standard Webhooks have it."""
        headers, body = self.calls[call]
        headers = lower(headers)
        text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(secret.removeprefix("whsec_"))
        expected = base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()
        return f"v1,{expected}" in headers["webhook-signature"].split()


def lower(headers):
    return {name.lower(): value for name, value in headers.items()}
