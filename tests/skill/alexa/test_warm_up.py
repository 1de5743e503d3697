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
asked = []
read = store.read
store.read = lambda *given, **named: asked.append(given) or read(*given, **named)
speaker = alexa(store, clock)
print(len(asked))
before = set(sys.modules)
speaker.launch()
OURS = ("skill", "ask_sdk", "cryptography", "orjson", "xml", "zoneinfo")
print(*sorted(name for name in set(sys.modules) - before if name.startswith(OURS)))
"""


def test_the_first_turn_loads_nothing_any_more_and_the_warm_up_asks_no_store(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", FIRST_TURN, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert told.stdout.splitlines() == ["0", ""]
