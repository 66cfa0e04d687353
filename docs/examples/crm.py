"""A CRM in step with Gatehouse: a record of each conversation, kept in a SQLite file.

    pip install standardwebhooks
    export GATEHOUSE_KEY=gatehouse_… WEBHOOK_SECRETS=whsec_…
    python3 crm.py          # receives webhooks, and fetches what none has brought
    python3 crm.py show     # prints the records

It may be killed between any two lines. Three rules make that harmless:

1.  An event's id and what the event changes are stored in one transaction, so an event counts once.
2.  A webhook is answered with 2xx only after that transaction. What was not acknowledged comes again.
3.  Each row holds the position of the event it comes from. What comes late overwrites nothing newer.
"""

import json
import os
import sqlite3
import sys
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook

GATEHOUSE = os.environ.get("GATEHOUSE_URL", "http://127.0.0.1:8080")
KEY = os.environ.get("GATEHOUSE_KEY", "")
SECRETS = os.environ.get("WEBHOOK_SECRETS", "").split()  # two while one is being replaced
DATABASE = os.environ.get("CRM_DATABASE", "crm.sqlite")
PORT = int(os.environ.get("CRM_PORT", "9000"))
MOST_BYTES = 1 << 20

SCHEMA = """
CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS progress (position INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS record (
    number INTEGER PRIMARY KEY, conversation TEXT NOT NULL UNIQUE, contactPoint TEXT, customer TEXT, state TEXT,
    owner TEXT, isLinked INTEGER NOT NULL DEFAULT 0, position INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS message (
    id TEXT PRIMARY KEY, conversation TEXT, author TEXT, text TEXT, mark TEXT, status TEXT, createdAt TEXT,
    position INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS optOut (
    contactPoint TEXT, address TEXT, isStopped INTEGER NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (contactPoint, address));
"""


@contextmanager
def transaction():
    """All or nothing, and on the disk when it ends. Two threads write, one at a time."""
    db = sqlite3.connect(DATABASE, timeout=10, isolation_level=None)
    try:
        db.execute("PRAGMA secure_delete = ON")  # what is erased is gone from the file, too
        db.execute("BEGIN IMMEDIATE")
        yield db
        db.execute("COMMIT")
    finally:
        db.close()  # takes back what was not committed


# What an event changes


def take(db, event):
    """Stores an event and what follows from it, unless that was done before."""
    data, position = event["data"], event["position"]
    if not db.execute("INSERT OR IGNORE INTO event VALUES (?, ?)", (event["id"], position)).rowcount:
        return
    if "conversation" in data:
        put_conversation(db, data["conversation"], position)
    if "message" in data:
        put_message(db, data["message"], position)
    if event["type"] in ("stopList.added", "stopList.removed"):
        put_opt_out(db, data["contactPoint"], data["value"], event["type"] == "stopList.added", position)
    elif event["type"] == "conversation.erased":
        erase(db, data["value"], position)
    elif event["type"] == "message.erased":
        put_message(db, {"id": data["value"]}, position)
    # Other types need nothing more. Those that a later version brings are noted, and harm nobody.


def put_conversation(db, conversation, position):
    row = {name: conversation.get(name) for name in ("contactPoint", "customer", "state", "owner")}
    put(db, "record", row | {"conversation": conversation["id"]}, position)


def put_message(db, message, position):
    conversation = (message.get("conversation"),)
    if db.execute("SELECT 1 FROM record WHERE conversation = ? AND state = 'erased'", conversation).fetchone():
        return
    names = ("id", "conversation", "author", "text", "mark", "status", "createdAt")
    put(db, "message", {name: message.get(name) for name in names}, position)


def put_opt_out(db, contact_point, address, is_stopped, position):
    put(db, "optOut", {"contactPoint": contact_point, "address": address, "isStopped": is_stopped}, position)


def erase(db, conversation, position):
    """Leaves the number alone, so that nothing which comes late brings the rest back."""
    db.execute("DELETE FROM message WHERE conversation = ?", (conversation,))
    put_conversation(db, {"id": conversation, "state": "erased"}, position)


def put(db, table, row, position):
    """Inserts a row, or renews the one that is there unless a later event wrote it."""
    row = row | {"position": position}
    db.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)}) "
        f"ON CONFLICT DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in row)} "
        f"WHERE excluded.position >= {table}.position", row)


# Webhooks


def verified(body, headers):
    """The event, if one of our secrets signed these bytes, less than five minutes ago."""
    for secret in SECRETS:
        try:
            return Webhook(secret).verify(body, dict(headers))
        except Exception:  # whatever is wrong with it, it is not to be believed
            pass
    return None


class Receiver(BaseHTTPRequestHandler):
    timeout = 30

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 <= length <= MOST_BYTES:
            return self.answer(413)
        event = verified(self.rfile.read(length), self.headers)
        if event is None:
            return self.answer(401)
        with transaction() as db:
            take(db, event)
        self.answer(204)  # not before it is on the disk
        news.set()

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *arguments):
        pass


# What no webhook has brought

news = threading.Event()


def api(method, path, body=None):
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(GATEHOUSE + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def progress():
    """Up to which position we have everything, and whether we have something beyond it."""
    with transaction() as db:
        position = db.execute("SELECT max(position) FROM progress").fetchone()[0]
        if position is None:
            return None, True
        while db.execute("SELECT 1 FROM event WHERE position = ?", (position + 1,)).fetchone():
            position += 1
        db.execute("UPDATE progress SET position = ?", (position,))
        return position, bool(db.execute("SELECT 1 FROM event WHERE position > ?", (position,)).fetchone())


def catch_up():
    """Reads the log on from where we stopped. What a webhook brought meanwhile is known by its id."""
    while True:
        position, _ = progress()
        if position is None:
            begin(0)
            continue
        try:
            page = api("GET", f"/v1/events?cursor={position}&limit=200")
        except urllib.error.HTTPError as error:
            if error.code != 410:
                raise
            begin(position)  # away for longer than events are kept
            continue
        with transaction() as db:
            for event in page["items"]:
                take(db, event)
            db.execute("UPDATE progress SET position = max(position, ?)", (int(page["next"]),))
        if int(page["next"]) == position:
            return


def begin(position):
    """Takes all that is there, as if an event at this position had told of it, and goes on with what the log still has."""
    oldest = api("GET", "/v1/events?cursor=0&limit=1")["items"]
    for conversation in everything("/v1/conversations"):
        messages = list(everything(f"/v1/conversations/{conversation['id']}/messages"))
        with transaction() as db:
            put_conversation(db, conversation, position)
            for message in messages:
                put_message(db, message, position)
    for contact_point in everything("/v1/contact-points"):
        name = contact_point["id"]
        entries = list(everything(f"/v1/contact-points/{name}/stop-list"))
        with transaction() as db:
            db.execute(
                "UPDATE optOut SET isStopped = 0 WHERE contactPoint = ? AND position <= ?", (name, position))
            for entry in entries:
                put_opt_out(db, name, entry["address"], True, position)
    with transaction() as db:
        db.execute("DELETE FROM progress")
        db.execute("INSERT INTO progress VALUES (?)", (oldest[0]["position"] - 1 if oldest else 0,))


def everything(path):
    cursor = ""
    while cursor is not None:
        page = api("GET", path + (cursor and f"?cursor={cursor}"))
        yield from page["items"]
        cursor = page.get("next")


def write_back():
    """Tells Gatehouse the number of each new record. It may be told twice, so that is noted afterwards."""
    with transaction() as db:
        rows = db.execute("SELECT number, conversation FROM record WHERE NOT isLinked").fetchall()
    for number, conversation in rows:
        try:
            api("PATCH", f"/v1/conversations/{conversation}", {"externalReference": f"CRM-{number}"})
        except urllib.error.HTTPError as error:
            if error.code != 404:  # what is gone needs no link
                raise
        with transaction() as db:
            db.execute("UPDATE record SET isLinked = 1 WHERE number = ?", (number,))


def keep_up():
    """At once, whenever a webhook shows that another is missing, and once a minute in any case."""
    pause = 0
    while True:
        has_news = news.wait(pause)
        news.clear()
        try:
            if not has_news or progress()[1]:
                catch_up()
            write_back()
            pause = 60
        except Exception as error:
            print(f"Trying again in five seconds: {error}", file=sys.stderr, flush=True)
            pause = 5


def show():
    with transaction() as db:
        db.row_factory = sqlite3.Row
        records = [dict(row) for row in db.execute("SELECT * FROM record ORDER BY number")]
        for record in records:
            rows = db.execute("SELECT * FROM message WHERE conversation = ? ORDER BY id", (record["conversation"],))
            record["messages"] = [dict(row) for row in rows]
        opt_outs = [dict(row) for row in db.execute("SELECT * FROM optOut WHERE isStopped")]
    print(json.dumps({"records": records, "optOuts": opt_outs}, indent=2))


if __name__ == "__main__":
    with sqlite3.connect(DATABASE) as file:
        file.executescript(SCHEMA)
    if sys.argv[1:] == ["show"]:
        show()
    else:
        threading.Thread(target=keep_up, daemon=True).start()
        ThreadingHTTPServer(("127.0.0.1", PORT), Receiver).serve_forever()
