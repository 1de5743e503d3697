"""What the simulator lacks for a language."""

from pathlib import Path

import pytest

from speech.errors import SpeechError
from speech.nlu import language as language_module
from speech.nlu.interaction_model import parse_model
from speech.nlu.language import LanguageError, language_tables, shape_problems
from speech.skills.language_files import language_file_problems, model_problems

ENGLISH = language_tables("en")


def test_english_is_complete() -> None:
    assert list(language_file_problems("en")) == []


def test_a_language_without_a_file_is_named() -> None:
    (problem,) = language_file_problems("xx")

    assert problem.startswith("speech/nlu/languages/xx.toml: is missing")


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        ({"articles": "der"}, "articles: must be as in English"),
        ({"articles": [1]}, "articles: must be as in English"),
        ({"artikel": ["der"]}, "artikel: is unknown; did you mean articles?"),
        ({"time": {"prepositon": ["um"]}}, "time.prepositon: is unknown; did you mean prepositions?"),
        ({"time": {"names": {"mittag": 12}}}, "time.names.mittag: must be as in English, such as 12:00"),
        ({"date": 3}, "date: must be as in English"),
        ({"numbers": {"zwo": "2"}}, "numbers.zwo: must be as in English, such as 0"),
    ],
)
def test_a_wrong_key_or_value_is_named(tables: dict[str, object], problem: str) -> None:
    (found,) = shape_problems(tables, ENGLISH)

    assert found.startswith(problem)


def test_a_file_that_is_not_toml_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "xy.toml").write_text("articles = ")
    monkeypatch.setattr(language_module, "_FOLDER", tmp_path)

    with pytest.raises(LanguageError, match=r"^speech/nlu/languages/xy\.toml: is not TOML in UTF-8"):
        language_tables("xy")


def test_what_is_still_english_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "xz.toml").write_text('articles = ["the", "a", "an"]\n[spelling]\nplus = ["più"]\n')
    monkeypatch.setattr(language_module, "_FOLDER", tmp_path)

    problems = list(language_file_problems("xz"))

    assert "speech/nlu/languages/xz.toml: articles: is not translated" in problems
    assert (
        "speech/nlu/languages/xz.toml: function_words: is missing; write it, empty if the language has none" in problems
    )
    assert [each for each in problems if "spelling" in each] == []


def test_a_model_names_intents_without_samples_and_values_without_synonyms() -> None:
    types = [{"name": "STEP", "values": [{"id": "a", "name": {"value": "a", "synonyms": []}}]}]
    intents = [{"name": "NextIntent", "samples": []}]
    content = {"languageModel": {"invocationName": "passi di fiducia", "intents": intents, "types": types}}

    problems = list(model_problems("it", lambda: parse_model(content, "it.json"), {"NextIntent", "StopIntent"}))

    assert problems == [
        "interaction_models/it.json: StopIntent: is missing",
        "interaction_models/it.json: NextIntent: has no samples",
        "interaction_models/it.json: STEP: has a value without synonyms",
    ]


def test_a_model_that_cannot_be_read_is_one_problem() -> None:
    def fail() -> None:
        raise SpeechError("it.json: is not JSON")

    assert list(model_problems("it", fail, ())) == ["it.json: is not JSON"]  # type: ignore[arg-type]
