import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.process import ROOT, environment

START = """
import sys
from skill.app import production
production()
print(*{name.partition(".")[0] for name in sys.modules})
"""


@pytest.mark.parametrize(
    ("redis_url", "unused"),
    [
        ("", {"asyncio", "prometheus_client", "redis", "speech"}),
        ("redis://127.0.0.1:1/0", {"prometheus_client", "speech", "sqlite3"}),
    ],
    ids=["file", "redis"],
)
def test_the_service_imports_only_what_its_settings_need(redis_url: str, unused: set[str], tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-c", START],
        cwd=ROOT,
        env=environment(tmp_path, REDIS_URL=redis_url),
        capture_output=True,
        text=True,
        check=True,
    )

    assert unused.isdisjoint(process.stdout.split())
