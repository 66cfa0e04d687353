"""Browsers that tests hand on to each other: what they have read of the panel's files they need not read again."""


class Browsers:
    """A browser is one test's at a time, and is handed on without pages, cookies and storage. One that has been at other
    sites than the panel's is not handed on."""

    def __init__(self, chromium):
        self.chromium, self.free, self.taken = chromium, {}, []

    def take(self, home, complaints, **looks):
        """- home: the gateway's address. complaints: a list that gets what its pages complain about."""
        free = self.free.setdefault((home, repr(looks)), [])
        browser = free.pop() if free else Browser(self.chromium.new_context(**looks), home, free)
        browser.complaints = complaints
        self.taken.append(browser)
        return browser.context

    def give_back(self):
        taken, self.taken = self.taken, []
        for browser in taken:
            browser.forget()


class Browser:
    def __init__(self, context, home, free):
        self.context, self.home, self.free = context, home, free
        self.was_elsewhere = False
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        context.on("page", lambda page: page.on("framenavigated", self.see))

    def see(self, frame):
        if frame.url.startswith("http") and not frame.url.startswith(f"{self.home}/"):
            self.was_elsewhere = True

    def forget(self):
        self.complaints = []
        pages = self.context.pages
        if self.was_elsewhere or not pages or not pages[0].url.startswith(self.home):
            return self.context.close()
        # Not by the page itself: it may be busy with whatever its test has left it at.
        session = self.context.new_cdp_session(pages[0])
        session.send("Storage.clearDataForOrigin", {"origin": self.home, "storageTypes": "local_storage"})
        for page in pages:
            page.close()
        self.context.clear_cookies()
        self.free.append(self)
