"""What the gateway says to Prometheus, read by Prometheus' own client."""

import os
import subprocess
import time
import urllib.request

import pytest
from demo import PROGRAM, free_port
from prometheus_client.parser import text_string_to_metric_families


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GATEHOUSE_")}
    environment |= {
        "GATEHOUSE_DATABASE_PATH": str(tmp_path_factory.mktemp("gateway") / "gatehouse.sqlite"),
        "GATEHOUSE_PUBLIC_LISTEN": f"127.0.0.1:{free_port()}",
        "GATEHOUSE_PRIVATE_LISTEN": f"127.0.0.1:{port}",
    }
    gateway = subprocess.Popen([PROGRAM, "serve"], stdout=subprocess.DEVNULL, env=environment)
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
                    yield answer.read().decode()
                    return
            except OSError:
                assert gateway.poll() is None and time.monotonic() < deadline
                time.sleep(0.1)
    finally:
        gateway.terminate()
        assert gateway.wait(timeout=30) == 0


def test_prometheus_reads_it(text):
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert len(families) == text.count("# TYPE ")
    assert families["gatehouse_commit_seconds"].type == "histogram"
    assert families["gatehouse_commits"].type == "counter"
    counts = {sample.name: sample.value for sample in families["gatehouse_commit_seconds"].samples}
    assert counts["gatehouse_commit_seconds_count"] > 0
    (build,) = families["gatehouse_build_info"].samples
    assert build.labels["version"] and build.value == 1
