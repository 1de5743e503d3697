"""Fixtures, the `slow` marker, and the settings of Hypothesis that all tests share."""

import os
import shutil
from functools import partial
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings

from tests.support.redis_server import redis_server

__all__ = ["redis_server"]

collect_ignore = ["home_assistant"]
"""These tests need Home Assistant; script/home-assistant-tests runs them."""

# Machines are shared and noisy: how long an example takes says nothing about whether it is right.
settings.register_profile("shared machines", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machines")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return the number of `-n auto`: one more than there are CPUs, since tests of servers wait more than they work."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Keep the user's cache folder out of it. The workers of xdist, and the processes of tests, share another one.

    .ci/run names one in TEST_CACHE that its runs share, so that the matchers are built once.
    """
    if shared := os.environ.get("TEST_CACHE"):
        os.environ["XDG_CACHE_HOME"] = shared
    elif not hasattr(config, "workerinput"):
        os.environ["XDG_CACHE_HOME"] = folder = mkdtemp(prefix="trust-steps-cache-")
        config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))
    config.addinivalue_line("markers", "slow: takes long, so it runs in .ci/run and with `script/test -m slow` only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip slow tests unless `-m` selects what to run. A skipped test is named in the summary."""
    if config.getoption("markexpr"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason=f"slow, run it with `script/test -m slow`: {item.name}"))
