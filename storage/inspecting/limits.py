"""What the child may use: a gigabyte of memory, ten seconds of processor for each file, and no network at all."""

from __future__ import annotations

import ctypes
import errno
import platform
import resource
import struct
import sys
from typing import Any

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 10
LARGEST_FILE_WRITTEN = 50_000_000

_SOCKET_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Machine -> audit architecture and the number of the call that makes a socket."""


def apply() -> None:
    """Give up memory, big files, core dumps and the network, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE_WRITTEN, LARGEST_FILE_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _no_sockets()
    sys.addaudithook(_refuse_network)


def allow_one_file() -> None:
    """Ten more seconds of processor from now; the system ends the child when they are used up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (spent + CPU_SECONDS + 1, hard))


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith("socket.") or event in {"subprocess.Popen", "os.exec", "os.fork", "os.system", "os.posix_spawn"}:
        raise PermissionError(errno.EPERM, event)


def _no_sockets() -> None:
    """A filter in the kernel under which making a socket fails, also for libraries in C; left out on machines we do not know."""
    known = _SOCKET_CALLS.get(platform.machine())
    if known is None or sys.platform != "linux":
        return
    architecture, socket_call = known
    program = b"".join(
        struct.pack("HBBI", *step)
        for step in (
            (0x20, 0, 0, 4),  # load the architecture
            (0x15, 0, 3, architecture),  # another one: allow, its numbers mean something else
            (0x20, 0, 0, 0),  # load the number of the call
            (0x15, 0, 1, socket_call),
            (0x06, 0, 0, 0x00050000 | errno.EPERM),  # fail with EPERM
            (0x06, 0, 0, 0x7FFF0000),  # allow
        )
    )
    buffer = ctypes.create_string_buffer(program)
    filters = struct.pack("HL", len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)  # no new privileges: the condition for a filter of our own
    libc.prctl(22, 2, ctypes.create_string_buffer(filters), 0, 0)
