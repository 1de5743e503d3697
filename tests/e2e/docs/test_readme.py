import re
from pathlib import Path

from skill.settings import SETTINGS
from speech.conversations.file_format import Exchange, read, read_file
from speech.conversations.patterns import matches

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text()


def test_the_table_of_settings_matches_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (?:`(.*?)`)? ?\| (.*) \|$", README, re.MULTILINE)

    assert {name: (default, meaning) for name, default, meaning in rows} == SETTINGS


def test_the_conversation_is_a_conversation_file() -> None:
    excerpt = re.search(r"<!-- conversation: (\S+) -->\n```\n(.*?)```", README, re.DOTALL)
    assert excerpt is not None
    expected = [line for line in read_file(ROOT / excerpt[1]) if isinstance(line, Exchange)]
    shown = [line for line in read(excerpt[2]) if isinstance(line, Exchange)]

    assert [line.utterance for line in shown] == [line.utterance for line in expected]
    assert [
        said.answer for said, line in zip(shown, expected, strict=True) if not matches(line.answer, said.answer)
    ] == []


def test_every_path_in_the_tree_exists() -> None:
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
