"""If these fail, a command talks with another skill, or in another language, than its user means."""

from pathlib import Path

import pytest

from speech.cli.arguments import parse
from speech.errors import SpeechError
from speech.skills.selection import SkillSelection
from speech.skills.trust_steps import TrustSteps

MODEL = '{"languageModel": {"invocationName": "tea room", "intents": [{"name": "AMAZON.StopIntent"}]}}'
LOCALES = ("de-DE", "en-GB")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a project. The folder above it has models of other skills."""
    models = tmp_path / "tea" / "skill-package" / "interactionModels" / "custom"
    models.mkdir(parents=True)
    for file in (*(models / f"{locale}.json" for locale in LOCALES), tmp_path / "quiz.fr-FR.json", tmp_path / "q.json"):
        file.write_text(MODEL)
    (tmp_path / "tea" / "index.js").touch()
    monkeypatch.chdir(tmp_path / "tea")
    return tmp_path / "tea"


def _select(folder: Path, *arguments: str) -> SkillSelection:
    return SkillSelection(TrustSteps({}), parse(arguments), folder)


@pytest.mark.parametrize(
    ("arguments", "name", "locale", "place"),
    [
        (["talk"], "tea", "de-DE", "index.js"),
        (["talk", "--locale", "en-GB"], "tea", "en-GB", "index.js"),
        (["talk", "--endpoint", "http://localhost:3000/"], "tea", "de-DE", "http://localhost:3000/"),
        (["talk", "--handler", "skill.main:run"], "tea", "de-DE", "skill.main:run"),
        (["understand", "--model", "../quiz.fr-FR.json"], "quiz.fr-FR.json", "fr-FR", ""),
        (["understand", "--model", "../quiz.fr-FR.json", "--locale", "fr-CA"], "quiz.fr-FR.json", "fr-CA", ""),
        (["understand", "--model", "../q.json"], "q.json", "en-US", ""),
        (["talk", "--model", "../q.json", "--handler", "index.js"], "q.json", "en-US", "index.js"),
        (["talk", "--model", ".", "--endpoint", "http://localhost:3000/"], "tea", "de-DE", "http://localhost:3000/"),
    ],
)
def test_the_skill_is_the_one_of_the_options_or_else_the_project(
    arguments: list[str], name: str, locale: str, place: str, project: Path
) -> None:
    selection = _select(project, *arguments)

    other = selection.other_skill
    assert other
    assert (other.name, selection.locale, other.place) == (name, locale, place)
    assert selection.description.startswith(f"Skill: {other.name} ({locale}), ")
    assert selection.model().invocation_name == "tea room"


@pytest.mark.parametrize(
    ("arguments", "sources"),
    [
        (["rehearse", "x"], [".", "."]),
        (["rehearse", "--model", "../q.json", "--handler", "index.js", "x"], ["../q.json", "."]),
        (["rehearse", "--model", "../q.json", "--endpoint", "http://localhost/", "x"], ["../q.json"]),
    ],
)
def test_the_sources_that_are_watched_are_those_of_the_skill(
    arguments: list[str], sources: list[str], project: Path
) -> None:
    found = _select(project, *arguments).sources

    assert [path.resolve() for path in found] == [(project / source).resolve() for source in sources]


def test_elsewhere_it_is_the_installed_skill(tmp_path: Path) -> None:
    selection = _select(tmp_path, "talk")

    assert selection.other_skill is None
    assert selection.description == "Skill: Trust Steps (en-US), which is installed."
    assert selection.model().invocation_name == "trust steps"


def test_an_incomplete_project_is_said_where_the_installed_skill_takes_its_place(tmp_path: Path) -> None:
    (tmp_path / "lambda").mkdir()
    (tmp_path / "lambda" / "index.js").touch()

    said = "Skill: Trust Steps (en-US), which is installed. "
    assert _select(tmp_path, "talk").description.startswith(said)
    assert "lacks an interaction model" in _select(tmp_path, "talk").description


def test_conversation_files_bring_their_project(project: Path) -> None:
    """A developer who names a file by its path would get a page of differences with the installed skill."""
    selection = _select(project.parent, "rehearse", "tea/order.conversation", str(project / "stop.conversation"))

    assert selection.other_skill
    assert selection.other_skill.name == "tea"
    assert selection.locale == "de-DE"


def test_conversation_files_of_two_skills_are_an_error(project: Path) -> None:
    selection = _select(project.parent, "rehearse", "tea/order.conversation", "trust.txt")

    with pytest.raises(SpeechError, match=r"tea and .* are of different skills; rehearse one at a time"):
        _ = selection.skill


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["talk", "--locale", "it-IT"], "--locale it-IT: the skill has no interaction model for it, only for de-DE"),
        (["talk", "--model", ".."], "--model ..: is a folder without skill-package or ask-resources.json"),
        (["talk", "--model", "../q.json"], "--model needs --endpoint URL or --handler FILE"),
        (["talk", "--handler", "none.js"], "--handler none.js: there is no such file"),
        (["talk", "--handler", "index.js", "--endpoint", "http://localhost/"], "exclude each other"),
    ],
)
def test_options_that_name_no_skill_are_an_error_with_a_hint(arguments: list[str], message: str, project: Path) -> None:
    with pytest.raises(SpeechError) as error:
        _select(project, *arguments).model()

    assert message in str(error.value)


@pytest.mark.parametrize("option", ["--endpoint", "--handler"])
def test_a_way_to_call_a_skill_needs_its_model(option: str, tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match=f"{option} needs --model FILE"):
        _ = _select(tmp_path, "talk", option, "http://localhost/").skill
