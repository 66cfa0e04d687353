"""What a page weighs over the wire, for a browser that has nothing of it yet."""

from demo import wait


class Scale:
    """Counts what a page loads, as the browser got it: heads of answers and bodies. The stream of events goes on for ever."""

    def __init__(self, page):
        self.page, self.names, self.sizes, self.open, self.beside = page, {}, {}, set(), []
        self.session = page.context.new_cdp_session(page)
        self.session.on("Network.requestWillBeSent", self.begun)
        self.session.on("Network.loadingFinished", self.finished)
        self.session.on("Network.loadingFailed", lambda event: self.open.discard(event["requestId"]))
        self.session.send("Network.enable")
        self.session.send("Network.clearBrowserCache")

    def begun(self, event):
        if event["type"] == "EventSource":
            return
        if event["request"]["url"].endswith("/shared-stream.js"):
            # It runs beside the page, which does not hear how much of it came.
            self.beside.append(event["request"]["url"])
            return
        self.names[event["requestId"]] = event["request"]["url"]
        self.open.add(event["requestId"])

    def finished(self, event):
        self.open.discard(event["requestId"])
        if event["requestId"] in self.names:
            self.sizes[event["requestId"]] = event["encodedDataLength"]

    def is_still(self):
        """Between two files that import each other there is a moment in which nothing is on its way."""
        for _ in range(10):
            self.page.wait_for_timeout(50)
            if self.open:
                return False
        return True

    def weigh(self, address):
        """Everything that is loaded until nothing is any more, by address, the heaviest first."""
        self.page.goto("about:blank")
        self.page.goto(address)
        self.page.locator("main:not([aria-busy]) h1").wait_for()
        wait(self.is_still)
        found = [(self.names[one], int(size)) for one, size in self.sizes.items()]
        found += [(url, len(self.page.request.get(url).body())) for url in self.beside]
        return sorted(found, key=lambda one: -one[1])
