"""A real S3 server for tests: SeaweedFS on free loopback ports. It checks the checksums sent to it, as stand-ins in Python do not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_ports

ACCESS, SECRET = "portal-test", "portal-test-secret"
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
BUCKET = "files"
PATIENCE_SECONDS = 40


@contextmanager
def bucket_server() -> Iterator[str]:
    """The address `s3://files?endpoint=...` of a running server; its keys are set in the environment meanwhile."""
    ports = free_ports(8)
    with tempfile.TemporaryDirectory(prefix="portal-s3-", ignore_cleanup_errors=True) as folder:
        keys = [{"accessKey": ACCESS, "secretKey": SECRET}]
        identity = {"identities": [{"name": "test", "credentials": keys, "actions": ["Admin", "Read", "List", "Write"]}]}
        config = Path(folder) / "s3.json"
        config.write_text(json.dumps(identity))
        log = (Path(folder) / "log").open("wb")
        server = subprocess.Popen([*_command(folder, config, ports)], stdout=log, stderr=log, cwd=folder)
        before = {name: os.environ.get(name) for name in KEYS}  # one server may run within another's time
        os.environ.update(AWS_ACCESS_KEY_ID=ACCESS, AWS_SECRET_ACCESS_KEY=SECRET)
        try:
            address = f"s3://{BUCKET}/portal?endpoint=http://127.0.0.1:{ports[0]}"
            _wait_for(ports[0], server, Path(folder) / "log")
            yield address
        finally:
            server.kill()
            server.wait()
            log.close()
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def _command(folder: str, config: Path, ports: list[int]) -> list[str]:
    weed = shutil.which("weed", path=str(Path(sys.executable).parent)) or "weed"
    flags = {
        "dir": folder, "ip": "127.0.0.1", "ip.bind": "127.0.0.1", "s3": "true", "s3.port": ports[0], "s3.port.grpc": ports[1],
        "s3.config": config, "s3.iam": "false", "s3.autoCreateBucket": "true", "master.port": ports[2], "master.port.grpc": ports[3],
        "volume.port": ports[4], "volume.port.grpc": ports[5], "filer.port": ports[6], "filer.port.grpc": ports[7],
        "s3.port.iceberg": 0, "s3.port.lance": 0, "volume.max": 8, "master.volumeSizeLimitMB": 64, "master.electionTimeout": "1s",
        "s3.localSocket": f"{folder}/s3.sock", "filer.localSocket": f"{folder}/filer.sock",
    }  # fmt: skip
    return [weed, "-v=0", "server", *(f"-{name}={value}" for name, value in flags.items())]


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until a bucket can be made and written to: the gateway answers before the volumes behind it do."""
    from obstore import put
    from obstore.store import S3Store

    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/status", timeout=2).read()
            store = S3Store(
                BUCKET, config={"endpoint": f"http://127.0.0.1:{port}", "region": "us-east-1"},
                client_options={"allow_http": True}, retry_config={"max_retries": 0},
            )  # fmt: skip
            put(store, "ready", b"yes")
            return
        except Exception:  # whatever it says while it starts
            time.sleep(0.2)
    raise RuntimeError(f"the S3 server did not start:\n{log.read_text(errors='replace')[-3000:]}")
