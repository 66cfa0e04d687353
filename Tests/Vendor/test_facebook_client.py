"""Meta's own Python client against the mock, with only the host changed.

The mock's address, app id and app secret come from MOCK_META_URL, MOCK_META_APP and MOCK_META_SECRET.
"""

import hashlib
import hmac
import json
import os
import re
import time
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from facebook_business.adobjects.application import Application
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession
from receiver import PATIENCE, Receiver

URL = os.environ.get("MOCK_META_URL", "http://127.0.0.1:8094")
APP = os.environ.get("MOCK_META_APP", "123456789012345")
SECRET = os.environ.get("MOCK_META_SECRET", "mock-app-secret")
VERIFY_TOKEN = "a token to verify"
REDIRECT = "https://gateway.example/back"
OWNER, NOBODY = "1000001", "1000004"
SCOPES = "pages_show_list,pages_messaging,pages_manage_metadata,pages_read_engagement"
FIELDS = ["messages", "message_echoes", "message_deliveries", "message_reads", "messaging_postbacks", "standby"]

FacebookSession.GRAPH = URL


def api(token):
    """The client with a token, and the proof that it makes of the app's secret."""
    return FacebookAdsApi(FacebookSession(APP, SECRET, token, timeout=PATIENCE))


def order(path, **fields):
    answer = requests.post(f"{URL}/mock/{path}", json=fields, timeout=PATIENCE)
    assert answer.ok, answer.text
    return answer.json()


def log_in(user):
    """Clicks through the dialog, and exchanges the code for a token that lives long."""
    query = {"client_id": APP, "redirect_uri": REDIRECT, "state": "s 1", "response_type": "code", "scope": SCOPES}
    dialog = requests.get(f"{URL}/v26.0/dialog/oauth", params=query, timeout=PATIENCE)
    address = next(a for a in re.findall(r'href="([^"]+)"', dialog.text) if a.endswith(f"mock_user={user}"))
    address = URL + address.replace("&amp;", "&")
    consent = requests.get(address, timeout=PATIENCE).text
    pages, permissions = (re.findall(rf'name="{name}" value="([^"]+)"', consent) for name in ("page", "permission"))
    answer = requests.post(
        address, data={"which": "these", "page": pages, "permission": permissions, "decision": "continue"},
        allow_redirects=False, timeout=PATIENCE)
    assert answer.status_code == 302 and answer.headers["Location"].startswith(REDIRECT)
    back = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert back["state"] == ["s 1"]
    credentials = {"client_id": APP, "client_secret": SECRET}
    short = exchange(credentials | {"redirect_uri": REDIRECT, "code": back["code"][0]})
    return exchange(credentials | {"grant_type": "fb_exchange_token", "fb_exchange_token": short["access_token"]})


def exchange(parameters):
    answer = requests.get(f"{URL}/v26.0/oauth/access_token", params=parameters, timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    assert answer.json()["token_type"] == "bearer"
    return answer.json()


class Gateway(Receiver):
    """Answers the challenge, and keeps the events it hears."""

    def __init__(self):
        super().__init__("text/plain", self.reply)

    @staticmethod
    def reply(path, body):
        query = parse_qs(urlsplit(path).query)
        return query["hub.challenge"][0].encode() if query.get("hub.verify_token") == [VERIFY_TOKEN] else b""

    def next_event(self):
        path, headers, body = self.next()
        while not body:
            path, headers, body = self.next()
        digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        assert headers["X-Hub-Signature-256"] == f"sha256={digest}"
        assert body.isascii() and b"://" not in body, "what is not ASCII, and each slash, is escaped"
        entry = json.loads(body)["entry"][0]
        return entry["id"], entry["messaging"][0]


@pytest.fixture
def user_api():
    return api(log_in(OWNER)["access_token"])


@pytest.fixture
def page(user_api):
    first = User("me", api=user_api).get_accounts(fields=["id", "name", "access_token"])[0]
    return Page(first["id"], api=api(first["access_token"]))


@pytest.fixture
def app():
    return Application(APP, api=api(f"{APP}|{SECRET}"))


@pytest.fixture
def gateway(app, page):
    gateway = Gateway()
    app.create_subscription(params={
        "object": "page", "callback_url": gateway.url + "/hook?tenant=1", "verify_token": VERIFY_TOKEN,
        "fields": FIELDS, "include_values": True})
    page.create_subscribed_app(params={"subscribed_fields": FIELDS})
    yield gateway
    app.delete_subscriptions(params={"object": "page"})
    page.delete_subscribed_apps()
    gateway.stop()


@pytest.fixture
def person(page):
    """Somebody whom nobody else in this run knows, and who has just written: name and page-scoped id."""
    name = f"Person {uuid.uuid4().hex}"
    return name, order("act", person=name, page=page["id"], action="text", text="hello")["psid"]


def messages(page, name):
    query = {"person": name, "page": page["id"]}
    return requests.get(f"{URL}/mock/conversation", params=query, timeout=PATIENCE).json()["messages"]


def send(page, psid, **more):
    parameters = {"recipient": {"id": psid}, "messaging_type": "RESPONSE", "message": {"text": "hi"}}
    return page.create_message(params=parameters | more)


def test_a_user_has_pages_permissions_and_a_name(user_api):
    me = User("me", api=user_api)
    assert me.api_get(fields=["id", "name"])["name"] == "Olive Owner"
    accounts = me.get_accounts(fields=["id", "name", "access_token", "tasks", "category"], params={"limit": 1})
    found = list(accounts)
    assert len(found) == 3 and len({page["id"] for page in found}) == 3, "one request for each"
    assert "MESSAGING" in found[0]["tasks"]
    assert {p["permission"]: p["status"] for p in me.get_permissions()}["pages_messaging"] == "granted"


def test_a_user_without_a_page_has_none():
    assert list(User("me", api=api(log_in(NOBODY)["access_token"])).get_accounts()) == []


def test_tokens_are_described(app, page, user_api):
    token = page.get_api_assured()._session.access_token
    data = app.get_api_assured().call("GET", ("debug_token",), {"input_token": token}).json()["data"]
    assert (data["type"], data["profile_id"], data["is_valid"]) == ("PAGE", page["id"], True)
    assert data["expires_at"] == 0 and data["data_access_expires_at"] > time.time()
    assert {scope["scope"] for scope in data["granular_scopes"]} == set(SCOPES.split(","))


def test_a_page_is_described_and_subscribed(page, app):
    shown = page.api_get(fields=["name", "username", "link", "is_published"])
    assert shown["name"] == "Harbour Books" and shown["is_published"] is True
    page.create_subscribed_app(params={"subscribed_fields": ["messages", "standby"]})
    mine = [entry for entry in page.get_subscribed_apps() if entry["id"] == APP]
    assert mine[0]["subscribed_fields"] == ["messages", "standby"]
    page.delete_subscribed_apps()
    assert list(page.get_subscribed_apps()) == []


def test_the_apps_webhook_is_verified(app, gateway):
    path, _, body = gateway.next()
    query = parse_qs(urlsplit(path).query)
    assert query["hub.mode"] == ["subscribe"] and query["tenant"] == ["1"] and body == b""
    entry = app.get_subscriptions()[0]
    assert entry["active"] is True and entry["callback_url"] == gateway.url + "/hook?tenant=1"
    assert [field["name"] for field in entry["fields"]] == FIELDS
    with pytest.raises(FacebookRequestError) as refused:
        app.create_subscription(params={
            "object": "page", "callback_url": gateway.url, "verify_token": "wrong", "fields": FIELDS})
    assert refused.value.api_error_code() == 2200


def test_a_message_is_sent_echoed_and_received(page, person, gateway):
    name, psid = person
    sent = send(page, psid, message={"text": "héllo 👍 https://x.test", "metadata": "our-1"})
    assert sent["recipient_id"] == psid and sent["message_id"].startswith("m_")
    assert messages(page, name)[-1]["text"] == "héllo 👍 https://x.test"
    at, echo = gateway.next_event()
    assert at == page["id"] and echo["recipient"]["id"] == psid
    assert echo["message"] == {
        "mid": sent["message_id"], "is_echo": True, "app_id": int(APP), "metadata": "our-1",
        "text": "héllo 👍 https://x.test"}
    assert gateway.next_event()[1]["delivery"]["mids"] == [sent["message_id"]]


@pytest.mark.parametrize(
    ("act", "key", "content"),
    [
        ({"action": "text", "text": "Grüße \u2028 日本 👍"}, "message", {"text": "Grüße \u2028 日本 👍"}),
        ({"action": "text", "text": "Yes", "payload": "YES"}, "message", {"quick_reply": {"payload": "YES"}}),
        ({"action": "press", "title": "Buy", "payload": "BUY"}, "postback", {"title": "Buy", "payload": "BUY"}),
    ],
)
def test_what_a_person_does_is_heard(page, person, gateway, act, key, content):
    name, psid = person
    order("act", person=name, page=page["id"], **act)
    at, event = gateway.next_event()
    assert at == page["id"] and event["sender"]["id"] == psid and event["timestamp"] > 10**12
    assert content.items() <= event[key].items() and event[key]["mid"]


def test_files_are_uploaded_sent_and_found(page, person, gateway):
    name, psid = person
    picture = b"\x89PNG\r\n\x1a\n--"
    message = {"attachment": {"type": "image", "payload": {"is_reusable": True}}}
    upload = page.get_api_assured().call(
        "POST", (page["id"], "message_attachments"), {"message": message},
        files={"filedata": ("a.png", picture, "image/png")}).json()
    send(page, psid, message={"attachment": {"type": "image", "payload": {"attachment_id": upload["attachment_id"]}}})
    echo = gateway.next_event()[1]
    address = echo["message"]["attachments"][0]["payload"]["url"]
    assert requests.get(address, timeout=PATIENCE).content == picture
    shown = messages(page, name)[-1]["attachments"][0]
    assert shown["type"] == "image" and requests.get(URL + shown["address"], timeout=PATIENCE).content == picture


def test_a_person_has_a_profile(page, person):
    name, psid = person
    fields = {"fields": "first_name,last_name,profile_pic"}
    profile = page.get_api_assured().call("GET", (psid,), fields).json()
    assert f"{profile['first_name']} {profile['last_name']}" == name and profile["id"] == psid
    assert requests.get(profile["profile_pic"], timeout=PATIENCE).headers["Content-Type"] == "image/png"


def test_control_of_a_thread_changes_hands(page, person):
    name, psid = person
    assert list(page.get_thread_owner(params={"recipient": psid})) == []
    page.create_pass_thread_control(params={"recipient": {"id": psid}, "target_app_id": "263902037430900"})
    owner = page.get_thread_owner(params={"recipient": psid})[0]["thread_owner"]
    assert owner["app_id"] == "263902037430900"
    with pytest.raises(FacebookRequestError) as refused:
        send(page, psid)
    assert (refused.value.api_error_code(), refused.value.api_error_subcode()) == (10, 2018300)
    page.create_request_thread_control(params={"recipient": {"id": psid}, "metadata": "please"})
    order("break", what="passThread", page=page["id"], person=name, app=APP)
    assert send(page, psid)["recipient_id"] == psid
    page.create_release_thread_control(params={"recipient": {"id": psid}})


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"recipient": {"id": "1"}}, (100, 2018001)),
        ({"message": {"text": "x" * 2001}}, (100, None)),
        ({"message": {}}, (100, None)),
        ({"message": {"attachment": {"type": "image", "payload": {"url": "http://127.0.0.1:1/a"}}}}, (100, 2018008)),
        ({"messaging_type": "MESSAGE_TAG"}, (100, None)),
        ({"messaging_type": "MESSAGE_TAG", "tag": "ACCOUNT_UPDATE"}, (100, None)),
        ({"sender_action": "typing_on"}, (100, 2018014)),
    ],
)
def test_errors_carry_metas_codes(page, person, changes, codes):
    with pytest.raises(FacebookRequestError) as refused:
        send(page, person[1], **changes)
    assert refused.value.http_status() == 400 and refused.value.api_error_type() == "OAuthException"
    assert (refused.value.api_error_code(), refused.value.api_error_subcode()) == codes


@pytest.mark.parametrize(
    ("code", "subcode", "transient"),
    [(4, None, True), (613, None, False), (1, 1357046, False), (10, 2018278, False), (190, 460, False)],
)
def test_errors_are_played_on_demand(page, person, code, subcode, transient):
    order("faults", operation="messages.send", subject=person[1], fault="status", status=400, code=code, subcode=subcode)
    with pytest.raises(FacebookRequestError) as refused:
        send(page, person[1])
    error = refused.value
    assert (error.api_error_code(), error.api_error_subcode()) == (code, subcode)
    assert error.api_transient_error() is transient
    assert json.loads(error.http_headers()["X-App-Usage"]).keys() == {"call_count", "total_time", "total_cputime"}
    assert page["id"] in json.loads(error.http_headers()["X-Business-Use-Case-Usage"])
    assert send(page, person[1])["recipient_id"] == person[1], "the fault is used up"


def test_a_changed_password_ends_the_tokens_until_the_next_log_in(page, person):
    order("break", what="changePassword", user=OWNER)
    with pytest.raises(FacebookRequestError) as refused:
        send(page, person[1])
    assert (refused.value.api_error_code(), refused.value.api_error_subcode()) == (190, 460)
    assert "WWW-Authenticate" in refused.value.http_headers()
    again = User("me", api=api(log_in(OWNER)["access_token"])).get_accounts(fields=["access_token"])
    token = next(account["access_token"] for account in again if account["id"] == page["id"])
    assert send(Page(page["id"], api=api(token)), person[1])["recipient_id"] == person[1]


def test_a_wrong_proof_is_refused(page):
    token = page.get_api_assured()._session.access_token
    with pytest.raises(FacebookRequestError) as refused:
        Page("me", api=FacebookAdsApi(FacebookSession(APP, "wrong", token))).api_get(fields=["id"])
    assert refused.value.api_error_code() == 100


def test_a_cut_connection_leaves_the_message_behind(page, person):
    name, psid = person
    order("faults", operation="messages.send", subject=psid, fault="cutAfterAccepting")
    with pytest.raises(requests.exceptions.ConnectionError):
        send(page, psid, message={"text": "maybe sent"})
    assert messages(page, name)[-1]["text"] == "maybe sent"


def test_other_sites_cannot_steer_the_mock():
    answer = requests.post(f"{URL}/mock/break", data="{}", headers={"Content-Type": "text/plain"}, timeout=PATIENCE)
    assert answer.status_code == 415
