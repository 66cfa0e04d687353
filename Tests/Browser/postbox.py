"""A mail server that takes every mail and keeps it (RFC 5321), for the gateway to send to."""

import email
import email.policy
import socketserver
import threading


class Postbox:
    def __init__(self):
        mails = self.mails = []

        class Session(socketserver.StreamRequestHandler):
            def say(self, text):
                self.wfile.write(f"{text}\r\n".encode())

            def handle(self):
                self.say("220 ready")
                recipients = []
                for line in self.rfile:
                    command = line.decode().strip()
                    word = command.split(" ")[0].upper()
                    if word == "RCPT":
                        recipients.append(command.split("<")[1].split(">")[0])
                    if word == "DATA":
                        self.say("354 go on")
                        lines = []
                        for text in self.rfile:
                            if text == b".\r\n":
                                break
                            lines.append(text[1:] if text.startswith(b"..") else text)
                        mail = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
                        mails.append((list(recipients), mail))
                        recipients.clear()
                        self.say("250 kept")
                    elif word == "QUIT":
                        return self.say("221 bye")
                    else:
                        self.say("250 yes")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self.server.daemon_threads = True
        self.url = f"smtp://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
