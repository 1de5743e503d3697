import re
from pathlib import Path

from skill.settings import SETTINGS

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text()


def test_the_settings_table_is_that_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (?:`(.*?)`)? ?\| (.*) \|$", README, re.MULTILINE)

    assert {name: (default, meaning) for name, default, meaning in rows} == SETTINGS


def test_the_conversation_is_one_that_is_played() -> None:
    shown = re.search(r"<!-- conversation: (\S+) -->\n```\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    played = (ROOT / shown[1]).read_text()

    assert shown[2].splitlines() == [line for line in played.splitlines() if not line.startswith("#")]


def test_the_tree_names_what_is_there() -> None:
    tree = README.split("## How it is built")[1].split("```")[1]
    named = re.findall(r"^( *)([\w./]+?)/? {2,}", tree, re.MULTILINE)
    folder = ""
    missing = []
    for indent, name in named:
        folder = folder if indent else name
        path = ROOT / (f"{folder}/{name}" if indent else name)
        if not path.exists():
            missing.append(path)

    assert named
    assert missing == []
