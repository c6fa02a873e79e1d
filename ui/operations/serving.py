"""How the process serves and ends: the web server's options, the collector, and signals."""

from __future__ import annotations

import gc
import signal
import sys

import nicegui

from models.settings import Settings
from ui.operations.patience import PatientProtocol
from ui.theme import FAVICON

LONGEST_STOP = 8
COLLECT_AFTER = (20_000, 20, 20)
"""New objects before the youngest are looked through, and rounds before older ones are; Python's own are 700, 10, 10."""


def run_server(settings: Settings) -> None:
    """Serve until told to stop; then requests under way get `LONGEST_STOP` seconds to end."""
    nicegui.ui.run(
        host=settings.host,
        port=settings.port,
        title="Contractor portal",
        favicon=FAVICON,
        language="nb-NO",
        reload=False,
        show=False,
        show_welcome_message=False,
        tailwind=False,
        binding_refresh_interval=None,
        reconnect_timeout=settings.reconnect_timeout,
        message_history_length=100,
        uvicorn_logging_level="warning",
        access_log=False,
        log_config=None,
        http=PatientProtocol,
        server_header=False,
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_keep_alive=15,
        timeout_graceful_shutdown=LONGEST_STOP,
        ws_per_message_deflate=False,
        ws_max_size=2_000_000,
    )


def open_pages() -> float:
    """How many pages have a living connection."""
    return sum(1 for client in nicegui.Client.instances.values() if client.has_socket_connection)


def calm_the_collector() -> None:
    """Look for circular garbage less often, and never among what lives as long as the portal.

    Measured with 100 busy wizards: the collector's pauses over all open pages made the slowest twentieth of saves 90 to 120 ms; so, 13.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def stop_on_signal() -> None:
    """The server raises the signal that stopped it once more when it is done; being told to stop is a success."""
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: sys.exit(0))
