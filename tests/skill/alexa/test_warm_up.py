import subprocess
import sys
from pathlib import Path

from tests.support.process import ROOT

FIRST_TURN = """
import sys
from pathlib import Path
from tests.support.alexa_client import TickingClock, alexa, sqlite

clock = TickingClock()
store = sqlite(Path(sys.argv[1]), clock)
calls = []
read = store.read
store.read = lambda *args, **kwargs: calls.append(args) or read(*args, **kwargs)
speaker = alexa(store, clock)
print(len(calls))
before = set(sys.modules)
speaker.launch()
RELEVANT = ("skill", "ask_sdk", "cryptography", "orjson", "xml", "zoneinfo")
print(*sorted(name for name in set(sys.modules) - before if name.startswith(RELEVANT)))
"""


def test_the_first_turn_imports_nothing_and_the_warm_up_reads_no_store(tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-c", FIRST_TURN, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert process.stdout.splitlines() == ["0", ""]
