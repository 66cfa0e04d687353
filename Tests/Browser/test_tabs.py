"""Several tabs of one visitor."""

from playwright.sync_api import expect

from shop import eventually


def test_tabs_share_one_visitor_and_one_stream(visit, gateway):
    one = visit().open().say("Hello").is_told("Hello")
    streams = []
    one.page.context.on("request", lambda made: streams.append(made) if made.url.endswith("/events") else None)
    other = visit(same=one).open().is_told("Hello")
    one.say("From one").is_told("Hello", "From one")
    other.is_told("Hello", "From one")
    other.say("From the other")
    for tab in (one, other):
        tab.is_told("Hello", "From one", "From the other")
    eventually(lambda: gateway.visitor_texts() == ["Hello", "From one", "From the other"])
    gateway.agent_says("To both")
    for tab in (one, other):
        tab.is_told("Hello", "From one", "From the other", "To both")
    assert gateway.count_visitors() == 1
    assert streams == []


def test_the_stream_passes_to_the_tab_that_is_left(visit, gateway):
    one = visit().open().say("Hello").is_told("Hello")
    other = visit(same=one).open().is_told("Hello")
    one.page.close()
    gateway.agent_says("Still there?")
    other.is_told("Hello", "Still there?")


def test_without_locks_each_tab_has_its_own_stream(visit, gateway):
    one = visit()
    one.page.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    one.page.reload()
    other = visit(same=one).open()
    one.open().say("Hello")
    for tab in (one, other):
        tab.is_told("Hello")
    eventually(gateway.visitor_texts)
    gateway.agent_says("Hi")
    for tab in (one, other):
        tab.is_told("Hello", "Hi")


def test_tabs_opened_together_are_one_visitor(visit, gateway):
    one = visit()
    tabs = [visit(same=one) for _ in range(3)]
    tabs[0].open().say("Hello").is_told("Hello")
    for tab in tabs[1:]:
        tab.open().is_told("Hello")
    assert gateway.count_visitors() == 1


def test_reading_and_muting_in_one_tab_counts_in_all(visit, gateway):
    one = visit().open().say("Hello").is_told("Hello")
    other = visit(same=one)
    gateway.agent_says("Hi")
    one.is_told("Hello", "Hi")
    expect(other.frame.locator(".count")).to_be_hidden()
    one.choose("Mute sounds")
    other.call("Gatehouse.open()")
    other.menu_button.click()
    expect(other.menu.get_by_role("menuitemcheckbox")).to_have_attribute("aria-checked", "true")


def test_a_tab_that_sleeps_loses_the_stream_to_one_that_is_awake(visit, gateway):
    asleep = visit().open().say("Hello").is_told("Hello")
    awake = visit(same=asleep)
    awake.page.clock.install()
    awake.page.reload()
    awake.is_told("Hello") if awake.panel.is_visible() else awake.open().is_told("Hello")
    asleep.document().evaluate("BroadcastChannel.prototype.postMessage = () => {}")
    awake.page.clock.run_for(45_000)
    gateway.agent_says("Are you awake?")
    awake.is_told("Hello", "Are you awake?")


def test_the_lock_of_a_sleeping_tab_does_not_hold_a_message_back(visit, gateway):
    asleep = visit().open()
    lock = f"gatehouse.{gateway.url.split('/')[-2]}.outbox"
    asleep.document().evaluate(
        """(lock) => new Promise((held) => {
            const hold = () => { held(); return new Promise(() => {}); };
            navigator.locks.request(lock, hold).catch(() => {});
        })""",
        lock,
    )
    awake = visit(same=asleep)
    awake.page.clock.install()
    awake.page.reload()
    awake.open().say("Not held back")
    awake.page.clock.run_for(21_000)
    eventually(lambda: gateway.visitor_texts() == ["Not held back"])
