"""The OpenAPI document that the gateway serves, judged by the OpenAPI initiative's own schema."""

import json

import pytest
from demo import Demo, call
from openapi_spec_validator import OpenAPIV31SpecValidator


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("demo"))
    try:
        status, answer = call("GET", demo.url + "/openapi.json")
        assert status == 200
        yield json.loads(answer)
    finally:
        demo.stop()


def test_it_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_the_judge_would_find_a_fault(document):
    broken = json.loads(json.dumps(document))
    del broken["info"]["title"]
    assert list(OpenAPIV31SpecValidator(broken).iter_errors()) != []


def test_every_operation_says_what_it_is_for(document):
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items() for method, operation in methods.items()]
    assert len(operations) > 30
    assert len({operation["operationId"] for _, _, operation in operations}) == len(operations)
    for path, method, operation in operations:
        assert operation["summary"], (path, method)
        for parameter in operation["parameters"]:
            if parameter["in"] == "path":
                assert "{" + parameter["name"] + "}" in path
