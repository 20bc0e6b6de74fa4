"""The emulated AWS starts with one call and ends whatever happens, with nothing left running."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from sandbox.errors import SandboxError
from sandbox.local_aws import local_aws


def answers(endpoint: str) -> bool:
    try:
        urllib.request.urlopen(f"{endpoint}/_sandbox/health", timeout=5).close()
    except OSError:
        return False
    return True


def test_a_taken_port_is_said_in_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SandboxError, match=f"^Port {port} is taken"), local_aws(tmp_path, port):
            pass


def test_it_listens_on_loopback_and_writes_below_its_folder_alone(tmp_path):
    with local_aws(tmp_path / "run") as aws:
        assert aws.endpoint.startswith("http://127.0.0.1:")
        assert answers(aws.endpoint)
        assert [entry.name for entry in tmp_path.iterdir()] == ["run"]
    assert not answers(aws.endpoint)


def test_it_ends_when_the_process_that_started_it_is_killed(tmp_path):
    script = (
        "import sys, time, pathlib\n"
        "from sandbox.local_aws import local_aws\n"
        "with local_aws(pathlib.Path(sys.argv[1])) as aws:\n"
        "    print(aws.endpoint, flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    endpoint = parent.stdout.readline().strip()
    assert answers(endpoint)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    give_up = time.monotonic() + 10
    while answers(endpoint) and time.monotonic() < give_up:
        time.sleep(0.1)
    assert not answers(endpoint)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_its_pages_are_not_for_other_names(aws, host):
    request = urllib.request.Request(f"{aws.endpoint}/_sandbox/inbox", headers={"Host": host})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 403
