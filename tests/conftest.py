"""Shared by all tests: no test leaves loopback, no test reads the machine's own settings."""

import os

import pytest


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No MONITOR_* or proxy variable of the developer's shell reaches a test."""
    for name in list(os.environ):
        if name.startswith("MONITOR_") and not name.startswith("MONITOR_TEST_"):
            monkeypatch.delenv(name)
        if name.lower() in {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}:
            monkeypatch.delenv(name)
