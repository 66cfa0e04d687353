"""Twilio's own Python client against the mock, with only the host changed.

The mock's address, account sid and auth token come from MOCK_TWILIO_URL, MOCK_TWILIO_SID and MOCK_TWILIO_TOKEN.
"""

import json
import os
import time
import uuid
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qsl

import pytest
import requests
from receiver import PATIENCE, Receiver
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

URL = os.environ.get("MOCK_TWILIO_URL", "http://127.0.0.1:8093")
SID = os.environ.get("MOCK_TWILIO_SID", "AC00000000000000000000000000000000")
TOKEN = os.environ.get("MOCK_TWILIO_TOKEN", "mock-auth-token")


class MockHost(TwilioHttpClient):
    """Sends what is meant for Twilio to the mock."""

    def request(self, method, url, *args, **kwargs):
        for host in ("https://api.twilio.com", "https://messaging.twilio.com"):
            url = url.replace(host, URL)
        return super().request(method, url, *args, **kwargs)


class Gateway(Receiver):
    """Receives webhooks and keeps them."""

    def __init__(self):
        super().__init__("text/xml", lambda path, body: b"<Response/>")

    def next(self):
        path, headers, body = super().next()
        return path, headers, dict(parse_qsl(body.decode(), keep_blank_values=True))


@pytest.fixture
def gateway():
    gateway = Gateway()
    yield gateway
    gateway.stop()


@pytest.fixture(scope="session")
def client():
    return Client(SID, TOKEN, http_client=MockHost())


@pytest.fixture(scope="session")
def number(client):
    return client.incoming_phone_numbers.list(limit=1)[0]


@pytest.fixture
def phone():
    """A number nobody else in this run has."""
    return "+1415" + str(uuid.uuid4().int)[:7]


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)
    return result


def text(phone, number, body, media=()):
    order = {"from": phone, "to": number, "body": body, "media": list(media)}
    answer = requests.post(f"{URL}/mock/text", json=order, timeout=PATIENCE)
    assert answer.status_code == 202, answer.text
    return answer.json()


def test_a_message_is_created_fetched_redacted_and_deleted(client, number, phone):
    created = client.messages.create(to=phone, from_=number.phone_number, body="héllo & hi")
    assert created.sid.startswith("SM") and len(created.sid) == 34
    assert (created.status, created.num_segments, created.num_media) == ("queued", "1", "0")
    assert created.date_created.tzinfo is not None and created.date_sent is None
    assert created.error_code is None and created.direction == "outbound-api"

    delivered = until(lambda: (m := client.messages(created.sid).fetch()).status == "delivered" and m)
    assert delivered.body == "héllo & hi" and delivered.date_sent is not None
    assert client.messages(created.sid).update(body="").body == ""
    assert client.messages(created.sid).delete()
    with pytest.raises(TwilioRestException) as gone:
        client.messages(created.sid).fetch()
    assert (gone.value.status, gone.value.code) == (404, 20404)


def test_lists_page_through_everything_newest_first(client, number, phone):
    sent = [client.messages.create(to=phone, from_=number.phone_number, body=str(i)).sid for i in range(7)]
    assert [m.sid for m in client.messages.stream(to=phone, page_size=3)] == sent[::-1]
    assert [m.sid for m in client.messages.list(to=phone, from_=number.phone_number, limit=2)] == sent[:-3:-1]
    first = client.messages.page(to=phone, page_size=3)
    client.messages.create(to=phone, from_=number.phone_number, body="in between")
    second = first.next_page()
    assert [m.sid for m in second] == sent[3:0:-1], "new messages do not shift the pages"


def test_lists_filter_by_the_time_of_sending(client, number, phone):
    sid = client.messages.create(to=phone, from_=number.phone_number, body="now").sid
    now = datetime.now(timezone.utc)
    hour = timedelta(hours=1)
    assert [m.sid for m in client.messages.list(to=phone, date_sent_after=now - hour)] == [sid]
    assert client.messages.list(to=phone, date_sent_after=now + hour) == []
    assert [m.sid for m in client.messages.list(to=phone, date_sent_before=now + hour)] == [sid]
    assert client.messages.list(to=phone, date_sent_before=now - hour) == []
    day = requests.get(
        f"{URL}/2010-04-01/Accounts/{SID}/Messages.json",
        params={"To": phone, "DateSent": now.strftime("%Y-%m-%d")}, auth=(SID, TOKEN), timeout=PATIENCE)
    assert [m["sid"] for m in day.json()["messages"]] == [sid]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "hello"}, 21211),
        ({"from_": "+15005550007"}, 21606),
        ({"from_": "nobody"}, 21212),
        ({"from_": None}, 21603),
        ({"body": None}, 21602),
        ({"body": "x" * 1601}, 21617),
        ({"to": "+15005550009"}, 21614),
        ({"to": "+15005550004"}, 21610),
        ({"from_": None, "messaging_service_sid": "MG" + "0" * 32}, 21701),
    ],
)
def test_errors_carry_twilios_codes(client, number, phone, changes, code):
    order = {"to": phone, "from_": number.phone_number, "body": "hi"} | changes
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(**{name: value for name, value in order.items() if value is not None})
    assert (refused.value.status, refused.value.code) == (400, code)
    assert refused.value.msg.startswith("Unable to create record: ")


def test_wrong_credentials_are_refused():
    with pytest.raises(TwilioRestException) as refused:
        Client(SID, "wrong", http_client=MockHost()).api.accounts(SID).fetch()
    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_the_account_is_described(client):
    account = client.api.accounts(SID).fetch()
    assert (account.sid, account.status, account.type) == (SID, "active", "Full")
    assert account.date_created.year >= 2020


def test_numbers_are_found_and_changed(client, number):
    found = client.incoming_phone_numbers.list(phone_number=number.phone_number)
    assert [n.sid for n in found] == [number.sid]
    assert found[0].capabilities["sms"] is True
    changed = client.incoming_phone_numbers(number.sid).update(sms_url="http://127.0.0.1:9/x", sms_method="GET")
    assert (changed.sms_url, changed.sms_method) == ("http://127.0.0.1:9/x", "GET")
    assert client.incoming_phone_numbers(number.sid).update(sms_url="", sms_method="POST").sms_url == ""


@pytest.mark.parametrize("body", ["Hello there", "Café — niño 👍日本", "  two spaces \n", "a+b=c&d%20e", ""])
def test_the_validator_accepts_inbound_webhooks(client, number, phone, gateway, body):
    url = gateway.url + "/hooks/sms?tenant=1&x=%20y"
    client.incoming_phone_numbers(number.sid).update(sms_url=url, sms_method="POST")
    picture = "data:image/png;base64,iVBORw0KGgo="
    receipt = text(phone, number.phone_number, body, [] if body else [picture])
    assert receipt["delivered"]
    _, headers, parameters = gateway.next()
    assert RequestValidator(TOKEN).validate(url, parameters, headers["X-Twilio-Signature"])
    assert not RequestValidator("wrong").validate(url, parameters, headers["X-Twilio-Signature"])
    assert parameters["Body"] == body and parameters["From"] == phone
    assert parameters["MessageSid"] == parameters["SmsSid"] == receipt["sid"]
    assert headers["I-Twilio-Idempotency-Token"]


def test_the_validator_accepts_webhooks_by_get(client, number, phone, gateway):
    client.incoming_phone_numbers(number.sid).update(sms_url=gateway.url + "/hooks?a=1", sms_method="GET")
    text(phone, number.phone_number, "hi there + more")
    path, headers, _ = gateway.next()
    assert RequestValidator(TOKEN).validate(gateway.url + path, {}, headers["X-Twilio-Signature"])
    assert dict(parse_qsl(path.partition("?")[2]))["Body"] == "hi there + more"


def test_the_validator_accepts_status_callbacks(client, number, phone, gateway):
    url = gateway.url + "/status?id=42"
    sid = client.messages.create(to=phone, from_=number.phone_number, body="hi", status_callback=url).sid
    for status in ("sent", "delivered"):
        _, headers, parameters = gateway.next()
        assert RequestValidator(TOKEN).validate(url, parameters, headers["X-Twilio-Signature"])
        assert (parameters["MessageSid"], parameters["MessageStatus"]) == (sid, status)


def test_media_needs_credentials_and_leads_to_a_short_lived_address(client, number, phone, gateway):
    client.incoming_phone_numbers(number.sid).update(sms_url=gateway.url, sms_method="POST")
    receipt = text(phone, number.phone_number, "", ["data:image/png;base64,iVBORw0KGgo="])
    _, _, parameters = gateway.next()
    assert (parameters["NumMedia"], parameters["MediaContentType0"]) == ("1", "image/png")
    address = parameters["MediaUrl0"]
    assert requests.get(address, timeout=PATIENCE).status_code == 401
    answer = requests.get(address, auth=(SID, TOKEN), timeout=PATIENCE)
    assert answer.content == b"\x89PNG\r\n\x1a\n" and answer.history[0].status_code == 307
    described = client.messages(receipt["sid"]).media.list()
    assert [m.content_type for m in described] == ["image/png"]


def test_a_phone_that_said_stop_gets_nothing_until_it_says_start(client, number, phone, gateway):
    client.incoming_phone_numbers(number.sid).update(sms_url=gateway.url, sms_method="POST")
    text(phone, number.phone_number, "sToP")
    assert gateway.next()[2]["Body"] == "sToP", "the keyword is delivered all the same"
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=phone, from_=number.phone_number, body="hi")
    assert refused.value.code == 21610
    text(phone, number.phone_number, "Start")
    client.messages.create(to=phone, from_=number.phone_number, body="hi")
    seen = until(lambda: len(s := phone_messages(phone)) == 5 and s)
    assert [m["automatic"] for m in seen] == [False, True, False, True, False]
    assert len(client.messages.list(to=phone)) == 1, "automatic answers are in no message log"


def phone_messages(phone):
    return json.loads(requests.get(f"{URL}/mock/phones/{phone}/messages", timeout=PATIENCE).text)


def test_a_cut_connection_leaves_the_message_behind(client, number, phone):
    fault = {"operation": "messages.create", "subject": phone, "fault": "cutAfterAccepting"}
    requests.post(f"{URL}/mock/faults", json=fault, timeout=PATIENCE).raise_for_status()
    with pytest.raises(requests.exceptions.ConnectionError):
        client.messages.create(to=phone, from_=number.phone_number, body="maybe sent")
    assert [m.body for m in client.messages.list(to=phone)] == ["maybe sent"]


def test_other_sites_cannot_steer_the_mock():
    answer = requests.post(f"{URL}/mock/faults", data="{}", headers={"Content-Type": "text/plain"}, timeout=PATIENCE)
    assert answer.status_code == 415
