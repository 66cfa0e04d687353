"""The welcome form: every kind of field, what is refused, and whose fields count."""

import re

from playwright.sync_api import expect

from shop import eventually


def field(id, type="text", label=None, **more):
    return {
        "id": id,
        "type": type,
        "label": label or id,
        "isRequired": False,
        "options": [],
        "isFirstMessage": False,
        **more,
    }


FIELDS = [
    field("firstName", label="First name", isRequired=True),
    field("email", "email", "E-mail", isRequired=True),
    field("phone", "tel", "Phone"),
    field("order", "number", "Order number"),
    field("topic", "select", "Topic", options=["Novels", "Maps"]),
    field("question", "textarea", "Your question", isFirstMessage=True),
]


def test_the_form_comes_first_and_its_answers_go_along(visit, gateway, picture):
    gateway.settings(form={"isSaved": True, "fields": FIELDS})
    shop = visit().open()
    expect(shop.form.locator("label")).to_have_text(
        [
            "First name",
            "E-mail",
            "Phone (optional)",
            "Order number (optional)",
            "Topic (optional)",
            "Your question (optional)",
        ]
    )
    expect(shop.form.get_by_label("First name")).to_be_focused()
    picture(shop, "form")
    shop.form.get_by_label("E-mail").fill("nobody")
    shop.form.get_by_label("Order number").fill("many")
    shop.form.get_by_label("Phone").fill("none")
    shop.form.get_by_role("button").click()
    expect(shop.form.locator(".error:not(:empty)")).to_have_text(
        ["Please fill this in.", "This is no e-mail address.", "This is no phone number.", "This is no number."]
    )
    expect(shop.form.get_by_label("First name")).to_be_focused()
    picture(shop, "form-refused")
    shop.form.get_by_label("First name").fill("Ada")
    shop.form.get_by_label("E-mail").fill("ada@example.com")
    shop.form.get_by_label("Phone").fill("+1 555 123 4567")
    shop.form.get_by_label("Order number").fill("42")
    shop.form.get_by_label("Topic").select_option("Maps")
    shop.form.get_by_label("Your question").fill("Where is Cape Horn?")
    shop.form.get_by_role("button").click()
    shop.is_told("Where is Cape Horn?")
    answers = {
        "firstName": "Ada",
        "email": "ada@example.com",
        "phone": "+1 555 123 4567",
        "order": "42",
        "topic": "Maps",
    }
    eventually(lambda: gateway.forms() and {**gateway.forms()[0], **answers} == gateway.forms()[0])
    shop.say("And the Channel?")
    eventually(lambda: gateway.visitor_texts() == ["Where is Cape Horn?", "And the Channel?"])
    assert len(gateway.forms()) == 1


def test_what_the_gateway_refuses_is_said_beside_the_field(visit, gateway):
    gateway.settings(form={"isSaved": True, "fields": FIELDS[:2]})
    shop = visit().open()
    shop.form.get_by_label("First name").fill("Ada")
    email = shop.form.get_by_label("E-mail")
    shop.page.context.route(
        "**/form",
        lambda route: route.fulfill(
            status=422,
            content_type="application/problem+json",
            json={
                "type": "urn:gatehouse:problem:invalid-request",
                "errors": [{"field": "email", "detail": "We know better."}],
            },
        ),
    )
    email.fill("ada@example.com")
    email.press("Enter")
    expect(shop.form.locator(".error:not(:empty)")).to_have_text("We know better.")
    expect(email).to_be_focused()
    expect(email).to_have_attribute("aria-invalid", "true")
    assert gateway.visitor_texts() == []


def test_what_was_filled_in_outlives_a_reload(visit, gateway):
    gateway.settings(form={"isSaved": True, "fields": FIELDS})
    shop = visit().open()
    shop.form.get_by_label("First name").fill("Ada")
    shop.form.get_by_label("Topic").select_option("Maps")
    shop.page.reload()
    expect(shop.form.get_by_label("First name")).to_have_value("Ada")
    expect(shop.form.get_by_label("Topic")).to_have_value("Maps")


def test_without_a_field_for_it_the_first_message_is_written_after_the_form(visit, gateway):
    gateway.settings(form={"isSaved": True, "fields": FIELDS[:1]})
    shop = visit().open()
    shop.form.get_by_label("First name").fill("Ada")
    shop.form.get_by_label("First name").press("Enter")
    expect(shop.field).to_be_focused()
    assert gateway.forms() == []
    shop.page.reload()
    shop.say("Hello").is_told("Hello")
    eventually(lambda: gateway.forms() == [{"firstName": "Ada"}])


def test_fields_of_the_page_count_until_a_form_was_saved(visit, gateway):
    declared = [field("nick", label="Nickname", isRequired=True)]
    shop = visit(form=declared).open()
    expect(shop.form.locator("label")).to_have_text(["Nickname"])
    gateway.settings(form={"isSaved": True, "fields": FIELDS[:1]})
    expect(shop.form.locator("label")).to_have_text(["First name"])
    gateway.settings(form={"isSaved": True, "fields": []})
    expect(shop.form).to_be_hidden()
    shop.say("Hello").is_told("Hello")
    assert gateway.forms() == []


def test_the_pages_fields_are_sent_with_what_they_are(visit, gateway):
    shop = visit(form=[{"id": "nick", "label": "Nickname", "isRequired": True}]).open()
    with shop.page.expect_request(re.compile("/form$")) as request:
        shop.form.get_by_label("Nickname").fill("Ada")
        shop.form.get_by_label("Nickname").press("Enter")
    assert request.value.post_data_json == {
        "form": {"nick": "Ada"},
        "declaredForm": [field("nick", label="Nickname", isRequired=True)],
    }
    shop.say("Hello").is_told("Hello")
    eventually(lambda: gateway.forms() == [{"nick": "Ada"}])


def test_the_page_may_fill_in_what_it_knows(visit, gateway):
    gateway.settings(form={"isSaved": True, "fields": FIELDS[:2]})
    shop = visit()
    shop.call("Gatehouse.setRegistrationField('email', 'ada@example.com')")
    shop.open()
    expect(shop.form.get_by_label("E-mail")).to_have_value("ada@example.com")
