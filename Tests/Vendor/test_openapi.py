"""The OpenAPI document that the gateway serves, judged by the OpenAPI initiative's own schema."""

import json
import os
import socket
import subprocess
import time
import urllib.request

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

PROGRAM = os.environ.get("GATEHOUSE_PROGRAM", ".build/debug/gatehouse")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GATEHOUSE_")}
    demo = subprocess.Popen(
        [PROGRAM, "demo", "--directory", str(tmp_path_factory.mktemp("demo")), "--port", str(port),
         "--mock-port", str(free_port())],
        stdout=subprocess.DEVNULL, env=environment)
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json") as answer:
                    assert answer.headers["Content-Type"] == "application/json"
                    yield json.load(answer)
                    return
            except OSError:
                assert demo.poll() is None and time.monotonic() < deadline
                time.sleep(0.1)
    finally:
        demo.terminate()
        assert demo.wait(timeout=30) == 0


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
