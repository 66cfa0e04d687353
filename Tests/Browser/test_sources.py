"""The widget's files themselves: what is pure in them, and the rules they keep."""

import json
import pathlib
import re

import pytest

WIDGET = pathlib.Path(__file__).parents[2] / "connectors/WebChat/Widget"
MODULES = sorted(path for path in WIDGET.glob("*.js"))
COLORS = json.loads((WIDGET / "colors.json").read_text())
TEXTS = {path.stem.removeprefix("texts-"): json.loads(path.read_text()) for path in WIDGET.glob("texts-*.json")}


@pytest.fixture(scope="module")
def run(chromium):
    """Runs an expression with a module of the widget at hand."""
    page = chromium.new_page()

    def evaluate(module, expression, value=None):
        source = re.sub(r"^export ", "", (WIDGET / module).read_text(), flags=re.M)
        return page.evaluate(f"(value) => {{ {source}\nreturn ({expression})(value); }}", value)

    yield evaluate
    page.close()


EVENTS = [
    (["event: a\ndata: 1\n\n"], [["a", "1"]], ""),
    (["data: 1\n", "data: 2\n\n"], [["message", "1\n2"]], ""),
    (["data:1\r\n\r\ndata: 2\r\rdata:  3\n\n"], [["message", "1"], ["message", "2"], ["message", " 3"]], ""),
    (["data: 1\r", "\n\r", "\ndata: 2\n\n"], [["message", "1"], ["message", "2"]], ""),
    (["da", "ta: ", "12", "\n", "\n"], [["message", "12"]], ""),
    (["id: 7\ndata: 1\n\ndata: 2\n\n"], [["message", "1"], ["message", "2"]], "7"),
    (["id: 7\n\n"], [], "7"),
    (["id: 7\ndata: 1\n"], [], ""),
    (["id: 7\n\nid: 8\u00009\n\n"], [], "7"),
    ([": still here\n\n", "event: a\n\ndata: 1\n\n"], [["message", "1"]], ""),
    (["data\n\ndata: \n\n"], [], ""),
    (["\ufeffdata: ü\n\n"], [["message", "ü"]], ""),
    (["retry: 5\nunknown: x\ndata: 1\n\n"], [["message", "1"]], ""),
]


@pytest.mark.parametrize("pieces, events, last", EVENTS)
def test_event_streams(run, pieces, events, last):
    got = run(
        "event-parser.js",
        """(pieces) => {
        const parser = new EventParser(), encoder = new TextEncoder();
        const read = pieces.flatMap((piece) => parser.read(encoder.encode(piece)));
        const events = read.map(({ event, data }) => [event, data]);
        return { events, last: parser.lastID };
    }""",
        pieces,
    )
    assert got == {"events": events, "last": last}


def test_an_event_cut_anywhere_is_the_same_event(run):
    text = 'id: 1\r\nevent: message\r\ndata: {"text": "Grüße 👋"}\r\n\r\n: c\r\n\r\nid: 2\r\ndata: x\r\n\r\n'
    assert run(
        "event-parser.js",
        """(text) => {
        const bytes = new TextEncoder().encode(text), results = new Set();
        for (let cut = 0; cut <= bytes.length; cut += 1) {
            const parser = new EventParser();
            const events = [...parser.read(bytes.slice(0, cut)), ...parser.read(bytes.slice(cut))];
            results.add(JSON.stringify([events, parser.lastID]));
        }
        return [...results];
    }""",
        text,
    ) == ['[[{"event":"message","data":"{\\"text\\": \\"Grüße 👋\\"}"},{"event":"message","data":"x"}],"2"]']


LINKS = [
    ("see https://example.com/a?b=c#d.", [("https://example.com/a?b=c#d", "https://example.com/a?b=c#d")]),
    ("(https://example.com/a_(b))", [("https://example.com/a_(b)", "https://example.com/a_(b)")]),
    (
        "www.example.com, and www.example.org!",
        [("www.example.com", "https://www.example.com/"), ("www.example.org", "https://www.example.org/")],
    ),
    ("ada@example.com", [("ada@example.com", "mailto:ada@example.com")]),
    (
        "mailto:ada@example.com or tel:+15551234567",
        [("mailto:ada@example.com", "mailto:ada@example.com"), ("tel:+15551234567", "tel:+15551234567")],
    ),
    ("javascript:alert(1) data:text/html,x file:///etc ftp://example.com", []),
    ("JaVaScRiPt://example.com/%0aalert(1)", []),
    ("https://", []),
    ('http://a<b>"c', [("http://a", "http://a/")]),
    ("no link here: 3.14, a.b", []),
]


@pytest.mark.parametrize("text, links", LINKS)
def test_links(run, text, links):
    pieces = run("links.js", "(text) => pieces(text)", text)
    assert "".join(piece["text"] for piece in pieces) == text
    assert [(piece["text"], piece["address"]) for piece in pieces if "address" in piece] == links


ADDRESSES = [
    ("https://example.com/a", "https://example.com/a"),
    ("HTTP://example.com", "http://example.com/"),
    ("mailto:ada@example.com", "mailto:ada@example.com"),
    ("tel:+15551234567", "tel:+15551234567"),
    ("javascript:alert(1)", None),
    (" javascript:alert(1)", None),
    ("java\nscript:alert(1)", None),
    ("data:text/html,<script>", None),
    ("blob:https://example.com/1", None),
    ("file:///etc/passwd", None),
    ("no address", None),
]


@pytest.mark.parametrize("text, address", ADDRESSES)
def test_addresses_that_may_be_followed(run, text, address):
    assert run("links.js", "(text) => safeAddress(text)", text) == address


def plain(id, **more):
    return {"id": id, "type": "text", "label": id, "isRequired": False, "options": [], "isFirstMessage": False, **more}


FIELDS = [
    (None, []),
    ("x", []),
    ([{"id": ""}, {"label": "none"}, {"id": "x" * 81}, {"id": "a b"}, {"id": 5}, None], []),
    ([{"id": "a"}, {"id": "a", "label": "again"}], [plain("a")]),
    ([{"id": "a", "type": "password", "label": 5, "isRequired": "yes", "options": "x"}], [plain("a", label="5")]),
    ([{"id": "a", "type": "select"}], [plain("a")]),
    ([{"id": "a", "type": "select", "options": [1, "b"]}], [plain("a", type="select", options=["1", "b"])]),
    (
        [{"id": "a", "isFirstMessage": True}, {"id": "b", "isFirstMessage": True}],
        [plain("a", isFirstMessage=True), plain("b")],
    ),
]


@pytest.mark.parametrize("declared, fields", FIELDS)
def test_declared_fields(run, declared, fields):
    assert run("fields.js", "(form) => declaredFields(form)", declared) == fields


def test_at_most_twenty_fields(run):
    assert len(run("fields.js", "(form) => declaredFields(form)", [{"id": str(number)} for number in range(30)])) == 20


@pytest.mark.parametrize(
    "color, readable", [("#2e7d32", "#ffffff"), ("#fff", "#000000"), ("#ffe000", "#000000"), ("#00000080", "#ffffff")]
)
def test_what_is_written_on_a_colour_can_be_read(run, color, readable):
    assert run("appearance.js", "(color) => readableOn(color)", color) == readable


def luminance(color):
    shares = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_default_colours_can_be_read(scheme):
    for name, color in COLORS.items():
        for behind in color.get("on", []):
            assert contrast(color[scheme], COLORS[behind][scheme]) >= color["least"], (name, behind)


def test_the_style_sheet_has_the_default_colours():
    style = (WIDGET / "widget.css").read_text()
    light = dict(
        re.findall(r"--([\w-]+): ([^;]+);", style[style.index(".app {") : style.index("}", style.index(".app {"))])
    )
    start = style.index('.app[data-theme="dark"] {')
    dark = {**light, **dict(re.findall(r"--([\w-]+): ([^;]+);", style[start : style.index("}", start)]))}
    for name, color in COLORS.items():
        property = re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", name)
        if "follows" in color:
            assert light[property] == dark[property] == f"var(--{color['follows']})"
        else:
            assert (light[property], dark[property]) == (color["light"], color["dark"]), name


def placeholders(text):
    forms = text.values() if isinstance(text, dict) else [text]
    return sorted({value for form in forms for value in re.findall(r"\{(\w+)\}", form)})


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_every_language_says_everything(language):
    english, texts = TEXTS["en"], TEXTS[language]
    assert list(texts) == list(english)
    for key, text in texts.items():
        assert isinstance(text, dict) == isinstance(english[key], dict), key
        assert placeholders(text) == placeholders(english[key]), key


def test_texts_that_are_asked_for_exist():
    asked = {key for path in MODULES for key in re.findall(r'texts\.get\("(\w+)"', path.read_text())}
    assert asked - set(TEXTS["en"]) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_modules_keep_the_rules(path):
    text = path.read_text()
    for forbidden in [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "onmessage = null",
        '"*"',
        "cssText",
        'setAttribute("style"',
        "export default",
        "import(",
    ]:
        assert forbidden not in text
    assert len(text.splitlines()) <= 500
    assert max(len(line) for line in text.splitlines()) <= 120 or path.name in ("icons.js", "emoji.js")
    if path.name != "loader.js":
        for line in re.findall(r"^import .*$", text, re.M):
            name = re.fullmatch(r'import \{ [\w, ]+ \} from "\./([\w-]+\.js)";', line)
            assert name and (WIDGET / name[1]).exists(), line


def test_modules_can_be_served_as_one():
    """No two declare the same name at their top."""
    names = [
        name
        for path in MODULES
        if path.name != "loader.js"
        for name in re.findall(r"^(?:export )?(?:async )?(?:const|let|class|function) (\w+)", path.read_text(), re.M)
    ]
    assert sorted(names) == sorted(set(names))
    for path in MODULES:
        assert not re.search(r"^(?:export )?(?:const|let) [\[{]", path.read_text(), re.M)
