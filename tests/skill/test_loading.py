import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.process import ROOT, environment

STARTED = """
import sys
from skill.app import production
production()
print(*{name.partition(".")[0] for name in sys.modules})
"""


@pytest.mark.parametrize(
    ("redis_url", "unneeded"),
    [
        ("", {"asyncio", "prometheus_client", "redis", "speech"}),
        ("redis://127.0.0.1:1/0", {"prometheus_client", "speech", "sqlite3"}),
    ],
    ids=["file", "redis"],
)
def test_the_service_loads_no_more_than_it_is_set_to_use(redis_url: str, unneeded: set[str], tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", STARTED],
        cwd=ROOT,
        env=environment(tmp_path, REDIS_URL=redis_url),
        capture_output=True,
        text=True,
        check=True,
    )

    assert unneeded.isdisjoint(ran.stdout.split())
