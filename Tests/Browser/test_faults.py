"""What breaks between the visitor and the gateway, and that nothing is lost or doubled by it."""

import re

from playwright.sync_api import expect

from shop import eventually


def test_the_network_is_cut_and_comes_back(visit, gateway, picture):
    shop = visit().open().say("Before").is_told("Before")
    eventually(lambda: gateway.visitor_texts() == ["Before"])
    shop.page.context.set_offline(True)
    shop.say("During one").say("During two")
    expect(shop.failures.first).to_have_text("Not sent yet. Trying again…")
    picture(shop, "offline")
    assert gateway.visitor_texts() == ["Before"]
    shop.page.context.set_offline(False)
    eventually(lambda: gateway.visitor_texts() == ["Before", "During one", "During two"])
    gateway.agent_says("I have all three")
    shop.is_told("Before", "During one", "During two", "I have all three")


def test_what_was_not_sent_outlives_a_reload(visit, gateway):
    shop = visit().open().say("Before").is_told("Before")
    shop.page.context.route("**/messages", lambda route: route.abort())
    shop.say("Kept")
    expect(shop.failures).to_be_visible()
    shop.page.reload()
    shop.is_told("Before", "Kept")
    shop.page.context.unroute("**/messages")
    eventually(lambda: gateway.visitor_texts() == ["Before", "Kept"])
    expect(shop.failures).to_have_count(0)
    shop.is_told("Before", "Kept")


def test_the_gateway_is_killed_and_comes_back(visit, gateway, picture):
    shop = visit().open()
    shop.call("window.neverReloaded = true")
    shop.say("Before").is_told("Before")
    gateway.agent_says("Answer before")
    shop.is_told("Before", "Answer before")
    gateway.kill()
    shop.say("While it is down")
    expect(shop.notice).to_have_text("No connection. Trying again…")
    picture(shop, "gateway-down")
    gateway.start()
    eventually(lambda: gateway.visitor_texts() == ["Before", "While it is down"], patience=60)
    gateway.agent_says("Answer after")
    shop.is_told("Before", "Answer before", "While it is down", "Answer after", patience=60)
    expect(shop.notice).to_be_hidden()
    assert shop.call("window.neverReloaded")


def test_a_lost_answer_doubles_nothing(visit, gateway):
    shop = visit().open()
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.request.post_data_json["id"])
        route.fetch()
        route.abort()

    shop.page.context.route("**/messages", lose)
    shop.say("Once")
    eventually(lambda: lost)
    shop.say("Twice")
    eventually(lambda: gateway.visitor_texts() == ["Once", "Twice"])
    shop.is_told("Once", "Twice")
    expect(shop.states).to_have_text(["Sent"])


def test_too_many_messages_wait_and_leave(visit, gateway):
    shop = visit().open()
    calls = []

    def refuse(route):
        calls.append(route.request.post_data_json["id"])
        if len(calls) > 1:
            return route.continue_()
        route.fulfill(
            status=429,
            headers={"Retry-After": "1"},
            content_type="application/problem+json",
            json={"type": "urn:gatehouse:problem:too-many-requests", "title": "Too many"},
        )

    shop.page.context.route("**/messages", refuse)
    shop.say("Patience")
    expect(shop.states).to_have_text("Too many messages at once. Trying again shortly…")
    eventually(lambda: gateway.visitor_texts() == ["Patience"])
    expect(shop.states).to_have_text("Sent")
    assert len(set(calls)) == 1


def test_a_refused_message_says_why_and_can_be_retried_or_discarded(visit, gateway, picture):
    shop = visit().open()
    shop.page.context.route(
        "**/messages",
        lambda route: route.fulfill(
            status=422,
            content_type="application/problem+json",
            json={"type": "urn:gatehouse:problem:invalid-request", "detail": "The text is not text."},
        ),
    )
    shop.say("First")
    expect(shop.states).to_have_text("Not sent. The text is not text.")
    picture(shop, "refused")
    shop.page.context.unroute("**/messages")
    shop.say("Second")
    eventually(lambda: gateway.visitor_texts() == ["Second"])
    shop.frame.get_by_role("button", name="Try again").click()
    eventually(lambda: gateway.visitor_texts() == ["Second", "First"])
    expect(shop.frame.get_by_role("button", name="Discard")).to_have_count(0)


def test_a_ticket_that_ran_out_is_renewed_unseen(visit, gateway):
    shop = visit().open().say("Before").is_told("Before")
    over = []

    def refuse(route):
        if over:
            return route.continue_()
        over.append(True)
        route.fulfill(
            status=401,
            content_type="application/problem+json",
            json={"type": "urn:gatehouse:problem:session-over", "title": "Over"},
        )

    shop.page.context.route("**/messages", refuse)
    shop.say("After").is_told("Before", "After")
    eventually(lambda: gateway.visitor_texts() == ["Before", "After"])
    expect(shop.failures).to_have_count(0)


def test_a_stream_that_does_not_get_through_gives_way_to_polling(visit, gateway):
    shop = visit()
    shop.page.context.route(
        "**/events", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Log in")
    )
    shop.page.reload()
    with shop.page.expect_request(re.compile("/poll")):
        shop.open().say("Hello")
    eventually(gateway.visitor_texts)
    gateway.agent_says("By another way")
    shop.is_told("Hello", "By another way")
    expect(shop.notice).to_be_hidden()


def test_without_storage_the_chat_works_as_long_as_the_page_lives(chromium, visit, gateway):
    shop = visit()
    shop.page.context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage']) "
        "Object.defineProperty(window, name, { get() { throw new DOMException('blocked'); } })"
    )
    shop.page.reload()
    shop.open().say("Hello").is_told("Hello")
    gateway.agent_says("Hi")
    shop.is_told("Hello", "Hi")


def test_a_page_that_is_not_allowed_shows_nothing(visit, gateway):
    shop = visit()
    expect(shop.launcher).to_be_visible()
    shop.page.context.route(
        "**/session",
        lambda route: route.fulfill(
            status=403, content_type="application/problem+json", json={"type": "urn:gatehouse:problem:site-not-allowed"}
        ),
    )
    with shop.page.expect_response("**/session"):
        shop.page.reload()
    expect(shop.launcher).to_have_count(0)
    assert not shop.box()["shows"]


def test_a_ticket_is_renewed_before_it_ends(visit, gateway):
    shop = visit()
    shop.page.clock.install()
    shop.page.reload()
    expect(shop.launcher).to_be_visible()
    sessions = []
    shop.page.on("request", lambda request: sessions.append(request.url) if request.url.endswith("/session") else None)
    for _ in range(60 * 24 * 40):
        shop.page.clock.fast_forward(60 * 1000 * 60)
        if sessions:
            break
    assert sessions
    shop.open().say("Hello").is_told("Hello")


def test_a_short_break_is_not_spoken_of(visit, gateway):
    shop = visit().open().say("Hello").is_told("Hello")
    shop.document().evaluate("""() => {
        window.notices = [];
        const notice = document.querySelector(".notice");
        new MutationObserver(() => window.notices.push(notice.textContent)).observe(notice, { childList: true });
    }""")
    gateway.kill()
    gateway.start()
    gateway.agent_says("Back")
    shop.is_told("Hello", "Back", patience=60)
    assert shop.document().evaluate("window.notices.filter((text) => text)") == []


def test_a_storm_loses_and_doubles_nothing(visit, gateway):
    """Everything at once, in the middle of a conversation: each message is there once, in order, and shown once."""
    shop = visit().open()
    said = [f"Message {number}" for number in range(24)]
    for number, text in enumerate(said):
        shop.say(text)
        if number in (3, 11, 15):
            gateway.kill()
        elif number in (6, 12, 17):
            gateway.start()
        elif number in (9, 13, 18):
            shop.page.reload()
        elif number in (7, 20):
            shop.page.context.set_offline(True)
        elif number in (8, 22):
            shop.page.context.set_offline(False)
    eventually(lambda: len(gateway.visitor_texts()) >= len(said), patience=90)
    assert gateway.visitor_texts() == said
    gateway.agent_says("All of them")
    shop.is_told(*said, "All of them", patience=60)
    expect(shop.failures).to_have_count(0)


def test_a_frame_that_could_not_be_loaded_is_asked_for_again(visit, gateway):
    shop = visit()
    failed = []

    def fail(route):
        failed.append(route.request.url)
        route.continue_() if len(failed) > 1 else route.abort()

    shop.page.clock.install()
    shop.page.context.route("**/frame", fail)
    shop.page.reload()
    eventually(lambda: failed)
    shop.page.clock.fast_forward(11_000)
    expect(shop.launcher).to_be_visible()
    assert len(failed) == 2
