"""Files: by button, by paste and by drop; how far they are; why one is refused."""

import re

from playwright.sync_api import expect

from shop import eventually

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003860180a9d5c4180000000049454e44ae426082"
)


def choose(shop, *files):
    shop.frame.locator("input[type=file]").set_input_files(list(files))


def png(name="cover.png", data=PNG):
    return {"name": name, "mimeType": "image/png", "buffer": data}


def test_a_file_is_uploaded_and_sent(visit, gateway, picture):
    shop = visit().open()
    with shop.page.expect_file_chooser() as chooser:
        shop.frame.get_by_role("button", name="Attach a file").click()
    chooser.value.set_files(
        [png(), {"name": "Bücher & mehr.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 short"}]
    )
    rows = shop.frame.locator(".uploads li")
    expect(rows.locator(".file-name")).to_have_text(["cover.png", "Bücher & mehr.pdf"])
    expect(rows.nth(1)).to_have_class("done")
    picture(shop, "uploads")
    shop.say("These two")
    eventually(lambda: [file["name"] for file in gateway.visitor_files()] == ["cover.png", "Bücher & mehr.pdf"])
    expect(rows).to_have_count(0)
    message = shop.frame.locator(".message.visitor")
    expect(message.locator("img")).to_have_attribute("alt", "cover.png")
    expect(message.locator("a.file")).to_contain_text("Bücher & mehr.pdf")
    eventually(lambda: message.locator("img").evaluate("(image) => image.naturalWidth") == 1)
    picture(shop, "files")


def test_a_file_may_go_without_words(visit, gateway):
    shop = visit().open()
    choose(shop, png())
    expect(shop.frame.locator(".uploads li")).to_have_class("done")
    shop.field.press("Enter")
    eventually(lambda: len(gateway.visitor_files()) == 1)
    assert gateway.visitor_texts() == [None]


def transfer(shop, event, target, name="dropped.png"):
    shop.document().evaluate(
        """([event, target, name]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])], name, { type: "image/png" }));
        const place = document.querySelector(target);
        const made = event === "paste"
            ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
            : new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true });
        place.dispatchEvent(made);
    }""",
        [event, target, name],
    )


def test_paste_and_drop(visit, gateway, picture):
    shop = visit().open()
    transfer(shop, "paste", ".composer .row textarea", "pasted.png")
    transfer(shop, "dragover", ".log")
    expect(shop.panel).to_have_class(re.compile("dropping"))
    picture(shop, "dropping")
    transfer(shop, "drop", ".log")
    expect(shop.panel).not_to_have_class(re.compile("dropping"))
    expect(shop.frame.locator(".uploads .file-name")).to_have_text(["pasted.png", "dropped.png"])
    gateway.settings(visitorFiles=False)
    expect(shop.frame.get_by_role("button", name="Attach a file")).to_be_hidden()
    transfer(shop, "drop", ".log", "late.png")
    expect(shop.frame.locator(".uploads .file-name")).to_have_text(["pasted.png", "dropped.png"])


def test_a_refused_file_says_why(visit, gateway, picture):
    shop = visit().open()
    calls = []
    shop.page.on("request", lambda request: calls.append(request.url) if "/files" in request.url else None)
    choose(
        shop,
        {"name": "empty.png", "mimeType": "image/png", "buffer": b""},
        png("large.png", PNG + bytes(25 << 20)),
        {"name": "page.html", "mimeType": "text/html", "buffer": b"<p>"},
    )
    reasons = shop.frame.locator(".uploads .error")
    expect(reasons).to_have_text(
        ["The file is empty.", "The file is larger than 25 MB.", "Files of this type cannot be sent."]
    )
    picture(shop, "uploads-refused")
    assert calls == []
    for name in ["empty.png", "large.png", "page.html"]:
        shop.frame.get_by_role("button", name=f"Remove {name}").click()
    expect(shop.frame.locator(".uploads")).to_be_hidden()
    expect(shop.field).to_be_focused()


def test_what_the_gateway_finds_in_a_file(visit, gateway):
    shop = visit().open()
    for number, (status, type, text) in enumerate(
        [
            (415, "media-type", "Files of this type cannot be sent."),
            (422, "media-infected", "The file holds a virus and was not sent."),
            (413, "media-too-large", re.compile("The file is larger than 25 MB.")),
            (403, "files-not-allowed", "Files cannot be sent here."),
        ]
    ):
        shop.page.context.route(
            "**/files?*",
            lambda route: route.fulfill(
                status=status, content_type="application/problem+json", json={"type": f"urn:gatehouse:problem:{type}"}
            ),
        )
        choose(shop, png(f"{number}.png"))
        expect(shop.frame.locator(".uploads .error").last).to_have_text(text)
        shop.page.context.unroute("**/files?*")


def test_an_upload_shows_how_far_it_is_and_can_be_cancelled_or_retried(visit, gateway):
    shop = visit().open()
    held = []
    shop.page.context.route("**/files?*", lambda route: held.append(route))
    choose(shop, png("slow.png"))
    expect(shop.frame.get_by_role("progressbar", name="Uploading slow.png")).to_be_visible()
    shop.field.fill("With a file")
    expect(shop.send_button).to_have_attribute("aria-disabled", "true")
    shop.frame.get_by_role("button", name="Remove slow.png").click()
    expect(shop.frame.locator(".uploads")).to_be_hidden()
    expect(shop.send_button).not_to_have_attribute("aria-disabled", "true")
    choose(shop, png("again.png"))
    eventually(lambda: len(held) == 2)
    held[1].abort()
    expect(shop.frame.locator(".uploads .error")).to_have_text("The file could not be sent.")
    shop.page.context.unroute("**/files?*")
    shop.frame.get_by_role("button", name="Try again").click()
    expect(shop.frame.locator(".uploads li")).to_have_class("done")
    shop.field.press("Enter")
    eventually(lambda: [file["name"] for file in gateway.visitor_files()] == ["again.png"])


def test_a_file_of_an_agent(visit, gateway):
    shop = visit().open().say("Show me").is_told("Show me")
    gateway.agent_says("Here", file=("cover.png", "image/png", PNG))
    expect(shop.frame.locator(".message.agent img")).to_have_attribute("alt", "cover.png")
