"""The way in and out, and what the panel's pages may load."""

from demo import PASSWORD
from scale import Scale


def fill_in(page, email, password):
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_stranger_is_asked_to_sign_in_and_gets_where_they_wanted_to_go(panel, demo, axe):
    page = panel("/health", level=None)
    panel.complaints.clear()  # the browser notes each 401
    page.get_by_role("heading", name="Sign in to Gatehouse").wait_for()
    axe(page)
    fill_in(page, demo.people["manager"], "not the password")
    page.get_by_role("alert").filter(has_text="not right").wait_for()
    panel.complaints.clear()
    fill_in(page, demo.people["manager"], PASSWORD)
    page.get_by_role("button", name="Sign out").wait_for()
    assert page.url == f"{demo.url}/panel/health"
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in to Gatehouse").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Sign in to Gatehouse").wait_for()
    panel.complaints.clear()


def test_nobody_is_sent_to_another_site_after_signing_in(panel, demo):
    page = panel("/sign-in?to=https://evil.example/", level=None)
    panel.complaints.clear()
    fill_in(page, demo.people["agent"], PASSWORD)
    page.get_by_role("button", name="Sign out").wait_for()
    assert page.url.startswith(f"{demo.url}/panel/")


def test_the_first_view_is_small_and_loads_nothing_from_elsewhere(panel, demo):
    page = panel("/sign-in", level=None)
    loaded = Scale(page).weigh(f"{demo.url}/panel/sign-in")
    assert len(loaded) > 10 and all(name.startswith(demo.url) for name, _ in loaded)
    assert sum(size for _, size in loaded) < 150_000
    panel.complaints.clear()


def test_the_pages_policy_allows_nothing_inline_and_no_frame_around_it(panel, demo):
    import urllib.request

    with urllib.request.urlopen(f"{demo.url}/panel/inbox") as response:
        policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
