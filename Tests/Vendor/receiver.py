"""A server on this machine that hears a platform's webhooks."""

import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 5


class Receiver:
    """Keeps what it hears, and answers each request with what `reply` makes of its path and body."""

    def __init__(self, content_type, reply):
        self.received = queue.Queue()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                self.hear(self.rfile.read(int(self.headers["Content-Length"])))

            def do_GET(self):
                self.hear(b"")

            def hear(self, body):
                receiver.received.put((self.path, dict(self.headers), body))
                answer = reply(self.path, body)
                self.send_response(200)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self):
        """Path, headers and body of the next request."""
        return self.received.get(timeout=PATIENCE)

    def stop(self):
        self.server.shutdown()
