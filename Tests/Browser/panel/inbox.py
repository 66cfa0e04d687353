"""What an agent sees of the inbox."""

import re


def row(page, customer):
    """A conversation in the list."""
    return page.get_by_role("list", name="Conversations").get_by_role("listitem").filter(has_text=customer)


def answer(page):
    return page.get_by_role("textbox", name=re.compile("^Answer to (?!tap)"))


def message(page, text):
    return page.get_by_role("log").get_by_role("listitem").filter(has_text=text)


def phone(demo, number):
    """What a phone has received, but for what carriers answer by themselves."""
    return [text["body"] for text in demo.mock(f"{demo.phone}/mock/phones/{number}/messages")
            if text["direction"] == "received" and not text["automatic"]]
