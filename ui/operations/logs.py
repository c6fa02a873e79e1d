"""Logs: one JSON line per happening on stdout, or coloured lines when a person watches a terminal.

No personal data, bodies or addresses: those are cut out of what libraries say, and an exception is told by its type and its place in
our code, never by its message, which may quote what a person wrote. A watched terminal shows the full traceback instead.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, Literal

import structlog

Format = Literal["auto", "json", "console"]
_Line = MutableMapping[str, Any]
_ADDRESS = re.compile(r"(?:https?|wss?)://[^\s'\"<>]+|\?[^\s'\"<>]+")
_DEEPEST = 12


def set_up_logging(level: str, form: Format) -> None:
    """Send our own and every library's log records through one renderer to stdout. Called once, before anything logs."""
    watched = form == "console" or (form == "auto" and sys.stdout.isatty())
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_addresses,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.addFilter(_NoWordsOfExceptions())
    last: list[Any] = (
        [structlog.dev.ConsoleRenderer()] if watched else [_place_of_error, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in ("alembic", "httpx", "httpcore", "asyncio", "engineio", "socketio", "multipart", "python_multipart"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class _NoWordsOfExceptions(logging.Filter):
    """Libraries put exceptions into their messages; what remains of one is its type, and its place as for those that were raised."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, BaseException):
            record.exc_info = (type(record.msg), record.msg, record.msg.__traceback__)
            record.msg = type(record.msg).__name__
        if isinstance(record.args, tuple):
            record.args = tuple(type(one).__name__ if isinstance(one, BaseException) else one for one in record.args)
        return True


def _without_addresses(logger: Any, method: str, line: _Line) -> _Line:
    """Libraries log whole addresses, and those carry tokens, page ids and search words. Their further lines quote objects."""
    event = line.get("event")
    if isinstance(event, str):
        line["event"] = _ADDRESS.sub("…", event.split("\n", 1)[0])
    return line


def _place_of_error(logger: Any, method: str, line: _Line) -> _Line:
    """Put type and place of an exception into the line, and leave its message out."""
    told = line.pop("exc_info", None)
    error = _exception_of(told)
    if error is not None:
        line["error"] = type(error).__name__
        line["at"] = _places(error.__traceback__)
    for text in ("exception", "stack_info", "exc_text"):
        line.pop(text, None)
    return line


def _exception_of(told: Any) -> BaseException | None:
    if isinstance(told, BaseException):
        return told
    if isinstance(told, tuple):
        return told[1] if isinstance(told[1], BaseException) else None
    return sys.exc_info()[1] if told else None


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_DEEPEST:]
    return [f"{frame.filename.rsplit('site-packages/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
