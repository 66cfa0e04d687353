"""Public clients of X's API against the mock: tweepy, and requests-oauthlib for what tweepy does not know.

They sign for the public hosts, as they would in earnest; an adapter leads what they send to the mock. Its address and
credentials come from MOCK_X_URL, MOCK_X_KEY, MOCK_X_SECRET, MOCK_X_CLIENT and MOCK_X_CLIENT_SECRET.
"""

import base64
import hashlib
import hmac
import io
import json
import os
import re
import time
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import tweepy
from receiver import PATIENCE, Receiver
from requests.adapters import HTTPAdapter
from requests_oauthlib import OAuth1, OAuth1Session

URL = os.environ.get("MOCK_X_URL", "http://127.0.0.1:8093")
KEY = os.environ.get("MOCK_X_KEY", "mockConsumerKey")
SECRET = os.environ.get("MOCK_X_SECRET", "mock-consumer-secret")
CLIENT = os.environ.get("MOCK_X_CLIENT", "mockClientID")
CLIENT_SECRET = os.environ.get("MOCK_X_CLIENT_SECRET", "mock-client-secret")
APP = "99887766"
CALLBACK = "https://gateway.example/back"
BUSINESS, CAFE = "1701000000000000077", "90210078"
SCOPES = ["dm.read", "dm.write", "tweet.read", "users.read", "offline.access"]
API, V1 = "https://api.x.com", "https://api.twitter.com/1.1"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mMQz3wAAAH7AWG513joAAAAAElFTkSuQmCC")


class ToMock(HTTPAdapter):
    """Leads to the mock what was made, and signed, for one of X's hosts."""

    def send(self, request, *args, **kwargs):
        parts = urlsplit(request.url)
        assert parts.hostname.endswith(("x.com", "twitter.com")), "nothing goes anywhere else"
        request.url = URL + parts.path + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *args, **kwargs)


def led(client):
    """The client, led to the mock."""
    session = client if isinstance(client, requests.Session) else client.session
    session.mount("https://", ToMock())
    return client


def order(path, **fields):
    answer = requests.post(f"{URL}/mock/{path}", json=fields, timeout=PATIENCE)
    assert answer.ok, answer.text
    return answer.json()


def click(page, account, decision="allow"):
    """Logs in and decides, as a browser would; what the last page answered."""
    address = URL + page.removeprefix("https://api.twitter.com").removeprefix("https://twitter.com")
    links = re.findall(r'href="([^"]+)"', requests.get(address, timeout=PATIENCE).text)
    chosen = next(link for link in links if link.endswith(f"mock_account={account}")).replace("&amp;", "&")
    consent = requests.get(URL + chosen, timeout=PATIENCE).text
    assert "Authorize Mock app to access your account?" in consent
    return requests.post(URL + chosen, data={"decision": decision}, allow_redirects=False, timeout=PATIENCE)


def log_in(account, callback=CALLBACK):
    handler = tweepy.OAuth1UserHandler(KEY, SECRET, callback=callback)
    led(handler.oauth)
    page = click(handler.get_authorization_url(), account)
    if callback == "oob":
        verifier = re.search(r'id="pin">(\d{7})<', page.text)[1]
    else:
        back = parse_qs(urlsplit(page.headers["Location"]).query)
        assert back["oauth_token"] == [handler.request_token["oauth_token"]]
        verifier = back["oauth_verifier"][0]
    # The handler makes a session of its own for the last step.
    last = led(OAuth1Session(
        KEY, client_secret=SECRET, resource_owner_key=handler.request_token["oauth_token"],
        resource_owner_secret=handler.request_token["oauth_token_secret"], verifier=verifier))
    granted = last.fetch_access_token("https://api.twitter.com/oauth/access_token")
    assert granted["user_id"] == account and granted["oauth_token"].startswith(account + "-")
    return granted["oauth_token"], granted["oauth_token_secret"]


@pytest.fixture
def tokens():
    order("break", what="free", account=BUSINESS)
    return log_in(BUSINESS)


@pytest.fixture
def client(tokens):
    return led(tweepy.Client(consumer_key=KEY, consumer_secret=SECRET,
                             access_token=tokens[0], access_token_secret=tokens[1]))


@pytest.fixture
def api(tokens):
    return led(tweepy.API(tweepy.OAuth1UserHandler(KEY, SECRET, *tokens)))


@pytest.fixture
def session(tokens):
    return led(OAuth1Session(KEY, client_secret=SECRET, resource_owner_key=tokens[0], resource_owner_secret=tokens[1]))


@pytest.fixture
def bearer():
    app = led(requests.Session())
    answer = app.post(API + "/oauth2/token", auth=(KEY, SECRET), data={"grant_type": "client_credentials"})
    assert answer.json()["token_type"] == "bearer"
    app.headers["Authorization"] = "Bearer " + answer.json()["access_token"]
    return app


class Gateway(Receiver):
    """Passes challenges, and keeps the events it hears."""

    def __init__(self):
        super().__init__("application/json", self.reply)

    @staticmethod
    def sign(message):
        digest = hmac.new(SECRET.encode(), message, hashlib.sha256).digest()
        return "sha256=" + base64.b64encode(digest).decode()

    @classmethod
    def reply(cls, path, body):
        token = parse_qs(urlsplit(path).query).get("crc_token")
        return json.dumps({"response_token": cls.sign(token[0].encode())}).encode() if token else b""

    def next_challenge(self):
        path, headers, body = self.next()
        query = parse_qs(urlsplit(path).query)
        signed = f"crc_token={query['crc_token'][0]}&nonce={query['nonce'][0]}"
        assert headers["x-twitter-webhooks-signature"] == self.sign(signed.encode()) and body == b""
        return query

    def next_event(self):
        path, headers, body = self.next()
        assert "crc_token" not in path and headers["x-twitter-webhooks-signature"] == self.sign(body)
        return json.loads(body)


@pytest.fixture
def gateway(session):
    """Registered and subscribed by v1.1."""
    gateway = Gateway()
    made = session.post(f"{V1}/account_activity/webhooks.json", params={"url": gateway.url + "/hook?tenant=1&a=b%20c"})
    assert made.status_code == 200, made.text
    assert gateway.next_challenge()["tenant"] == ["1"]
    gateway.id = made.json()["id"]
    path = f"{V1}/account_activity/webhooks/{gateway.id}"
    assert session.post(path + "/subscriptions/all.json").status_code == 204
    yield gateway
    session.delete(path + ".json")
    gateway.stop()


@pytest.fixture
def person():
    """Somebody whom nobody else in this run knows, and who has just written: screen name and id."""
    name = "p" + uuid.uuid4().hex[:12]
    order("act", person=name, account=BUSINESS, action="text", text="hello")
    accounts = requests.get(f"{URL}/mock/state", timeout=PATIENCE).json()["accounts"]
    return name, next(account["id"] for account in accounts if account["screenName"] == name)


def seen(person):
    query = {"person": person[1], "account": BUSINESS}
    messages = requests.get(f"{URL}/mock/conversation", params=query, timeout=PATIENCE).json()["messages"]
    return [message for message in messages if message["direction"] == "received"]


def test_a_log_in_by_redirect_and_by_pin():
    assert log_in(BUSINESS) == log_in(BUSINESS, callback="oob"), "the token stays while nothing changes"
    assert log_in(CAFE) != log_in(BUSINESS)


def test_a_log_in_is_turned_down():
    handler = tweepy.OAuth1UserHandler(KEY, SECRET, callback=CALLBACK)
    led(handler.oauth)
    page = click(handler.get_authorization_url(), CAFE, decision="cancel")
    assert page.headers["Location"] == f"{CALLBACK}?denied={handler.request_token['oauth_token']}"


def test_who_has_allowed_once_is_not_asked_again():
    log_in(CAFE)
    handler = tweepy.OAuth1UserHandler(KEY, SECRET, callback=CALLBACK)
    led(handler.oauth)
    page = handler.get_authorization_url(signin_with_twitter=True).removeprefix("https://api.twitter.com")
    answer = requests.get(f"{URL}{page}&mock_account={CAFE}", allow_redirects=False, timeout=PATIENCE)
    assert answer.headers["Location"].startswith(CALLBACK + "?oauth_token=")


def test_an_address_must_be_registered():
    handler = tweepy.OAuth1UserHandler(KEY, SECRET, callback="https://elsewhere.example/back")
    led(handler.oauth)
    with pytest.raises(tweepy.TweepyException, match="code 403"):
        handler.get_authorization_url()


def test_who_one_is(client, api):
    me = client.get_me(user_fields=["description", "protected"])
    assert (str(me.data.id), me.data.username, me.data.protected) == (BUSINESS, "harbourbooks", False)
    credentials = api.verify_credentials()
    assert credentials.id_str == BUSINESS and credentials.needs_phone_verification is False
    assert api.last_response.headers["x-access-level"] == "read-write-directmessages"
    assert int(api.last_response.headers["x-rate-limit-reset"]) > time.time()
    assert api.get_settings()["allow_dms_from"] == "all"


def test_a_message_is_sent_by_v2(client, person):
    sent = client.create_direct_message(participant_id=person[1], text="héllo & <b> 👍 https://x.test/a?b=1")
    assert sent.data["dm_conversation_id"].split("-") == sorted([BUSINESS, person[1]], key=int)
    assert [message["text"] for message in seen(person)] == ["héllo & <b> 👍 https://x.test/a?b=1"]
    again = client.create_direct_message(dm_conversation_id=sent.data["dm_conversation_id"], text="again")
    events = client.get_direct_message_events(
        participant_id=person[1], dm_event_fields=["sender_id", "created_at"], user_auth=True)
    assert [str(event.id) for event in events.data][0] == again.data["dm_event_id"]
    assert str(events.data[-1].sender_id) == person[1] and events.data[-1].text == "hello"


def test_a_message_is_sent_by_v1_with_answers_to_tap(api, person):
    options = [{"label": "Red", "metadata": "opt_1"}, {"label": "Blue", "metadata": "opt_2"}]
    sent = api.send_direct_message(person[1], "Pick one", quick_reply_options=options)
    assert sent.message_create["message_data"]["quick_reply"]["options"] == options
    assert [option["label"] for option in seen(person)[0]["options"]] == ["Red", "Blue"]
    listed = api.get_direct_messages(count=1)
    assert listed[0].id == sent.id and listed[0].message_create["sender_id"] == BUSINESS
    assert api.get_direct_message(sent.id).message_create["message_data"]["text"] == "Pick one"
    api.indicate_direct_message_typing(person[1])
    query = {"person": person[1], "account": BUSINESS}
    shown = requests.get(f"{URL}/mock/conversation", params=query, timeout=PATIENCE).json()
    assert shown["typing"] is True
    api.mark_direct_message_read(last_read_event_id=shown["messages"][0]["id"], recipient_id=person[1])
    api.delete_direct_message(sent.id)


@pytest.mark.parametrize("chunked", [False, True])
def test_a_picture_is_uploaded_and_sent(api, client, person, chunked):
    media = api.media_upload("a.png", file=io.BytesIO(PICTURE), media_category="dm_image", chunked=chunked)
    assert media.size == len(PICTURE)
    if chunked:
        client.create_direct_message(participant_id=person[1], media_id=media.media_id)
    else:
        sent = api.send_direct_message(person[1], "look", attachment_type="media", attachment_media_id=media.media_id)
        assert sent.message_create["message_data"]["attachment"]["media"]["id"] == media.media_id
    [message] = seen(person)
    assert requests.get(URL + message["media"]["address"], timeout=PATIENCE).content == PICTURE


def test_a_film_is_processed(api, client, person):
    film = api.media_upload("a.mp4", file=io.BytesIO(b"\0\0\0\x18ftypmp42"), media_category="dm_video")
    assert film.processing_info["state"] == "succeeded", "after it was asked for again and again"
    client.create_direct_message(participant_id=person[1], media_id=film.media_id)
    assert seen(person)[0]["media"]["type"] == "video"


def test_a_webhook_is_registered_subscribed_and_asked(session, bearer, gateway):
    activity = f"{V1}/account_activity"
    [listed] = bearer.get(activity + "/webhooks.json").json()
    assert listed["id"] == gateway.id and listed["valid"] is True
    subscriptions = f"{activity}/webhooks/{gateway.id}/subscriptions"
    assert session.get(subscriptions + "/all.json").status_code == 204
    assert session.post(subscriptions + "/all.json").json()["errors"][0]["code"] == 355
    assert bearer.get(subscriptions + "/all/list.json").json()["subscriptions"] == [{"user_id": BUSINESS}]
    assert bearer.get(activity + "/subscriptions/count.json").json()["subscriptions_count_all"] == "1"
    order("break", what="invalidate", app=APP)
    assert bearer.get(activity + "/webhooks.json").json()[0]["valid"] is False
    assert session.put(f"{activity}/webhooks/{gateway.id}.json").status_code == 204
    gateway.next_challenge()
    assert bearer.get(API + "/2/webhooks").json()["data"][0]["valid"] is True
    assert bearer.delete(f"{subscriptions}/{BUSINESS}/all.json").status_code == 204
    assert session.get(subscriptions + "/all.json").status_code == 404


def test_a_webhook_is_registered_by_v2(session, bearer):
    gateway = Gateway()
    made = bearer.post(API + "/2/webhooks", json={"url": gateway.url + "/hook"}).json()["data"]
    gateway.next_challenge()
    path = f"{API}/2/account_activity/webhooks/{made['id']}/subscriptions/all"
    assert session.post(path, json={}).json() == {"data": {"subscribed": True}}
    assert session.get(path).json() == {"data": {"subscribed": True}}
    name = "p" + uuid.uuid4().hex[:12]
    order("act", person=name, account=BUSINESS, action="text", text="hi")
    assert gateway.next_event()["direct_message_events"][0]["message_create"]["message_data"]["text"] == "hi"
    assert bearer.put(f"{API}/2/webhooks/{made['id']}").json() == {"data": {"valid": True}}
    assert bearer.delete(f"{API}/2/webhooks/{made['id']}").json() == {"data": {"deleted": True}}
    gateway.stop()


def test_what_a_person_does_is_heard(person, gateway, session, api):
    picture = "data:image/png;base64," + base64.b64encode(PICTURE).decode()
    order("act", person=person[1], account=BUSINESS, action="text", text="a < b & c", media=[picture])
    event = gateway.next_event()
    assert event["for_user_id"] == BUSINESS and event["users"][person[1]]["screen_name"] == person[0]
    data = event["direct_message_events"][0]["message_create"]["message_data"]
    media = data["attachment"]["media"]
    assert data["text"] == f"a &lt; b &amp; c {media['url']}"
    assert requests.get(media["media_url_https"], timeout=PATIENCE).status_code == 401
    signed = OAuth1(KEY, SECRET, *(session.auth.client.resource_owner_key, session.auth.client.resource_owner_secret))
    assert requests.get(media["media_url_https"], auth=signed, timeout=PATIENCE).content == PICTURE
    sent = api.send_direct_message(
        person[1], "Pick", quick_reply_options=[{"label": "Red", "metadata": "opt_1"}])
    echo = gateway.next_event()["direct_message_events"][0]
    assert echo["id"] == sent.id and echo["message_create"]["source_app_id"] == APP
    order("act", person=person[1], account=BUSINESS, action="tap", label="Red")
    tapped = gateway.next_event()["direct_message_events"][0]["message_create"]["message_data"]
    assert tapped["quick_reply_response"] == {"type": "options", "metadata": "opt_1"}
    order("act", person=person[1], account=BUSINESS, action="read")
    assert gateway.next_event()["direct_message_mark_read_events"][0]["last_read_event_id"] == sent.id
    order("break", what="ownerWrites", account=BUSINESS, person=person[1], text="by hand")
    assert gateway.next_event()["direct_message_events"][0]["message_create"]["source_app_id"] != APP


def test_a_removed_app_is_told_and_logs_in_again(person, gateway, client):
    order("break", what="removeApp", account=BUSINESS, app=APP)
    assert gateway.next_event()["user_event"]["revoke"]["source"] == {"user_id": BUSINESS}
    with pytest.raises(tweepy.Unauthorized):
        client.get_me()
    tokens = log_in(BUSINESS)
    again = led(tweepy.Client(consumer_key=KEY, consumer_secret=SECRET,
                              access_token=tokens[0], access_token_secret=tokens[1]))
    assert again.create_direct_message(participant_id=person[1], text="back").data["dm_event_id"]


@pytest.mark.parametrize(
    ("action", "code"), [("close", 349), ("block", 349)],
)
def test_not_everybody_can_be_written_to(api, client, person, action, code):
    order("act", person=person[1], account=BUSINESS, action=action)
    with pytest.raises(tweepy.Forbidden) as refused:
        api.send_direct_message(person[1], "hi")
    assert refused.value.api_codes == [code]
    with pytest.raises(tweepy.Forbidden, match="You do not have permission to DM one or more participants."):
        client.create_direct_message(participant_id=person[1], text="hi")


def test_a_limit_is_told(client, person):
    order("break", what="useUp", account=BUSINESS, limit="send")
    with pytest.raises(tweepy.TooManyRequests) as refused:
        client.create_direct_message(participant_id=person[1], text="hi")
    headers = refused.value.response.headers
    assert headers["x-rate-limit-remaining"] == "0" and "retry-after" not in headers
    assert 0 < int(headers["x-rate-limit-reset"]) - time.time() <= 901
    order("break", what="free", account=BUSINESS)
    assert client.create_direct_message(participant_id=person[1], text="hi").data["dm_event_id"]


def test_a_lesser_permission_shows_and_is_mended_by_a_log_in():
    order("break", what="read", app=APP)
    try:
        tokens = log_in(CAFE)
        limited = led(tweepy.API(tweepy.OAuth1UserHandler(KEY, SECRET, *tokens)))
        limited.verify_credentials()
        assert limited.last_response.headers["x-access-level"] == "read"
        with pytest.raises(tweepy.Forbidden) as refused:
            limited.get_direct_messages()
        assert refused.value.api_codes == [93]
    finally:
        order("break", what="readWriteMessages", app=APP)
    assert log_in(CAFE) != tokens


def test_a_log_in_by_oauth_2(person):
    handler = led(tweepy.OAuth2UserHandler(
        client_id=CLIENT, redirect_uri=CALLBACK, scope=SCOPES, client_secret=CLIENT_SECRET))
    page = click(handler.get_authorization_url(), BUSINESS)
    tokens = handler.fetch_token(page.headers["Location"])
    assert tokens["expires_in"] == 7200 and tokens["refresh_token"]
    client = led(tweepy.Client(tokens["access_token"]))
    assert client.get_me(user_auth=False).data.username == "harbourbooks"
    sent = client.create_direct_message(participant_id=person[1], text="by bearer", user_auth=False)
    assert sent.data["dm_event_id"] == seen(person)[-1]["id"]
    fresh = handler.refresh_token("https://api.twitter.com/2/oauth2/token", auth=handler.auth)
    assert fresh["refresh_token"] != tokens["refresh_token"]
    with pytest.raises(tweepy.Unauthorized):
        client.get_me(user_auth=False)


def test_other_sites_cannot_steer_the_mock():
    answer = requests.post(f"{URL}/mock/break", data="{}", headers={"Content-Type": "text/plain"}, timeout=PATIENCE)
    assert answer.status_code == 415
