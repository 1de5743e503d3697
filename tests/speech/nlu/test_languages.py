"""What an Echo understands in each language, whatever the skill: without it, "hilfe" and "ouvre ..." reach no skill."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from speech.nlu.answers import AnswerRecognizer
from speech.nlu.interaction_model import Intent, InteractionModel, parse_model
from speech.nlu.invocation import Launch, OneShot, is_exit, open_phrase, parse_invocation
from speech.nlu.language import load_language, locale_of_file
from speech.nlu.recognizer import Recognizer
from speech.nlu.slot_types.alphanumeric import AlphaNumericParser
from speech.nlu.slot_types.numbers import load_numbers
from speech.nlu.tokens import text_of, tokenize
from tests.support.process import ROOT

TODAY = date(2026, 11, 27)
LANGUAGES = sorted(path.stem for path in (ROOT / "speech/nlu/languages").glob("*.toml"))
CAFES: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "languages.toml").read_text("utf-8"))
LOCALES = {"en": "en-US"} | {language: cafe["locale"] for language, cafe in CAFES.items()}


@cache
def _cafe(language: str) -> InteractionModel:
    cafe = CAFES[language]
    slots = [{"name": "number", "type": "AMAZON.NUMBER"}, {"name": "item", "type": "ITEM"}]
    intents: list[dict[str, Any]] = [{"name": "OrderIntent", "slots": slots, "samples": cafe["samples"]}]
    intents += [{"name": f"AMAZON.{each}Intent", "samples": []} for each in cafe["intents"]]
    types = [{"name": "ITEM", "values": [{"name": {"value": value}} for value in cafe["values"]]}]
    return parse_model({"languageModel": {"invocationName": cafe["name"], "intents": intents, "types": types}}, "test")


@cache
def _recognizer(language: str) -> Recognizer:
    return Recognizer(_cafe(language), LOCALES[language], lambda: TODAY)


@pytest.mark.parametrize("language", CAFES)
def test_amazons_own_intents_are_understood_in_each_language(language: str) -> None:
    intents = CAFES[language]["intents"]
    expected = {said: f"AMAZON.{intent}Intent" for intent, sentences in intents.items() for said in sentences}

    heard = {said: _recognizer(language).hear(said).intent for said in expected}

    assert heard == expected


def test_every_language_is_asked_for_the_same_intents() -> None:
    assert {tuple(sorted(cafe["intents"])) for cafe in CAFES.values()} == {tuple(sorted(CAFES["de"]["intents"]))}
    assert {*CAFES, "en"} == set(LANGUAGES)


@pytest.mark.parametrize("language", CAFES)
def test_a_skill_is_opened_by_the_launch_words_of_each_language(language: str) -> None:
    heard = {said: _recognizer(language).hear(said).intent for said in CAFES[language]["launches"]}

    assert heard == dict.fromkeys(CAFES[language]["launches"], "LaunchRequest")


@pytest.mark.parametrize(("language", "order"), [(each, order) for each in CAFES for order in CAFES[each]["orders"]])
def test_an_order_is_understood_with_its_slots(language: str, order: dict[str, Any]) -> None:
    result = _recognizer(language).hear(order["said"])

    slots = {name: slot.value for name, slot in result.slots.items()}
    assert (result.intent, slots) == ("OrderIntent", order["slots"])


@pytest.mark.parametrize(
    ("locale", "numbers"),
    [
        ("de-DE", {"zwo": 2, "hundert": 100, "ein hundert": 100, "fünfundzwanzig": 25, "eine": 1, "eine halbe": None}),
        ("es-ES", {"veintidós": 22, "una docena": 12, "una": 1, "una hora": None}),
        ("fr-FR", {"septante": 70, "quatre-vingt-dix": 90, "une": 1, "une demi": None}),
        ("hi-IN", {"पांच": 5, "छह": 6, "सौ": 100, "पच्चीस": 25, "दो सौ पचास": 250}),
        ("it-IT", {"ventuno": 21, "un": 1, "una mezza": None}),
        ("ja-JP", {"三": 3, "二十五": 25, "三つ": 3, "ふたつ": 2, "百": 100, "一時停止": None}),
        ("nl-NL", {"één": 1, "een": 1, "eenentwintig": 21, "een half": None}),
        ("pt-BR", {"meia": 6, "quatorze": 14, "vinte e dois": 22, "uma": 1, "uma hora": None}),
    ],
)
def test_numbers_are_understood_in_each_language(locale: str, numbers: dict[str, int | None]) -> None:
    """Where an article is also a word for one, as in German, "eine halbe" was looked up without end."""
    parser = load_numbers(locale[:2])

    assert {said: parser.cardinal(tokenize(said)) for said in numbers} == numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_intent_that_english_has(language: str) -> None:
    """A language is a file in the folder. A phrase of two intents would be understood by the order of the model."""
    phrases = load_language(language).table("built_in")
    said = [tokenize(phrase) for each in phrases.values() for phrase in each]

    assert phrases.keys() == load_language("en").table("built_in").keys()
    assert sorted(set(said)) == sorted(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_of_an_invocation_has_the_name_and_a_request(language: str) -> None:
    invocation = load_language(language).table("invocation")

    assert [each for each in invocation["launch"] if "{name}" not in each] == []
    assert [each for each in invocation["request"] if not ("{name}" in each and "{request}" in each)] == []
    assert tokenize(open_phrase("x y", LOCALES[language])) in [
        tokenize(each.replace("{name}", "x y")) for each in invocation["launch"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_the_simulator_has_a_locale_of_alexa(language: str) -> None:
    content = tomllib.loads((ROOT / f"speech/nlu/languages/{language}.toml").read_text("utf-8"))

    assert locale_of_file(Path(f"model.{language}.json")) == LOCALES[language]
    assert {"answers", "built_in", "confirmation", "fillers", "invocation"} <= content.keys()


@pytest.mark.parametrize(
    ("language", "yes", "no"),
    [
        ("de", "das ist richtig", "das stimmt nicht"),
        ("es", "es correcto", "no es correcto"),
        ("fr", "c'est ça", "ce n'est pas ça"),
        ("hi", "सही है", "गलत है"),
        ("it", "è giusto", "non è giusto"),
        ("ja", "合っています", "間違っています"),
        ("nl", "dat is juist", "dat klopt niet"),
        ("pt", "está certo", "não está certo"),
    ],
)
def test_a_confirmation_is_answered_in_each_language(language: str, yes: str, no: str) -> None:
    intent = _cafe(language).intent("OrderIntent") or Intent("", (), ())
    answers = AnswerRecognizer(_recognizer(language), _cafe(language), LOCALES[language])

    assert (answers.confirmation(yes, intent).by, answers.confirmation(no, intent).by) == ("yes", "no")


@pytest.mark.parametrize(
    ("said", "value"),
    [("東京の天気を教えて", "東京"), ("ニューヨークの天気", "ニューヨーク"), ("北 海道の天気は\uff1f", "北海道")],
)
def test_an_open_slot_takes_japanese_words_without_spaces(said: str, value: str) -> None:
    intent = {
        "name": "Weather",
        "slots": [{"name": "city", "type": "AMAZON.City"}],
        "samples": ["{city}の天気", "{city}の天気を教えて"],
    }
    model = parse_model({"languageModel": {"invocationName": "空模様", "intents": [intent]}}, "test")

    result = Recognizer(model, "ja-JP", lambda: TODAY).hear(said)

    assert {name: slot.value for name, slot in result.slots.items()} == {"city": value}


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("お茶を2杯", ("お", "茶", "を", "2", "杯")),
        ("ｶﾞｰﾃﾞﾝ", ("ガ", "ー", "デ", "ン")),
        ("iPhone15を", ("iphone15", "を")),
        ("人々の東京・大阪。", ("人", "々", "の", "東", "京", "大", "阪")),
        ("हाँ जी।", ("हां", "जी")),
        ("फ़िल्म", ("फिल्म",)),
        ("लड़की", ("लड़की",)),
        ("क्‍या", ("क्या",)),
    ],
)
def test_scripts_are_split_into_what_can_be_compared(text: str, tokens: tuple[str, ...]) -> None:
    """Of Hindi letters, only a dot that people leave out is dropped: with it, "लड़की" is another letter."""
    assert tokenize(text) == tokenize(" ".join(tokens))
    assert len(tokenize(text)) == len(tokens)


@pytest.mark.parametrize("text", ["お茶を2杯", "東京 tower", "open the door", "लड़की"])
def test_tokens_are_joined_as_they_are_written(text: str) -> None:
    assert tokenize(text_of(tokenize(text))) == tokenize(text)
    assert "お 茶" not in text_of(tokenize(text))


@pytest.mark.parametrize(
    ("said", "name", "locale", "request_"),
    [
        ("demande à coin café d'allumer la lumière", "coin café", "fr-FR", "allumer la lumière"),
        ("demande à l'oracle quelle heure il est", "oracle", "fr-FR", "quelle heure il est"),
        ("chiedi all'oracolo che ore sono", "oracolo", "it-IT", "che ore sono"),
        ("pergunte ao tempo se vai chover", "tempo", "pt-BR", "vai chover"),
        ("pregunta al tiempo si va a llover", "tiempo", "es-ES", "va a llover"),
        ("frage beim wetterdienst nach regen", "wetterdienst", "de-DE", "regen"),
        ("占いの館に今日の運勢を聞いて", "占いの館", "ja-JP", "今日の運勢"),
        ("牡牛座の運勢を占いの館に聞いてみて", "占いの館", "ja-JP", "牡牛座の運勢"),
        ("मौसम वाला से पूछो कि बारिश होगी", "मौसम वाला", "hi-IN", "बारिश होगी"),
        ("vraag aan het orakel of het gaat regenen", "orakel", "nl-NL", "het gaat regenen"),
    ],
)
def test_a_request_is_found_after_the_connecting_words(said: str, name: str, locale: str, request_: str) -> None:
    assert parse_invocation(said, name, locale) == OneShot(request_)


@pytest.mark.parametrize(
    ("said", "locale"),
    [
        ("beenden", "de-DE"),
        ("salir", "es-MX"),
        ("quitter", "fr-CA"),
        ("बाहर निकलो", "hi-IN"),
        ("esci", "it-IT"),
        ("終了してください", "ja-JP"),
        ("afsluiten", "nl-NL"),
        ("sair", "pt-BR"),
        ("exit please", "en-GB"),
    ],
)
def test_a_session_is_ended_in_each_language(said: str, locale: str) -> None:
    assert is_exit(said, locale)


@pytest.mark.parametrize(
    ("path", "locale"),
    [
        ("de-DE.json", "de-DE"),
        ("quiz.de-DE.json", "de-DE"),
        ("model_pt_br.json", "pt-BR"),
        ("InteractionModel_en.json", "en-US"),
        ("it.json", "it-IT"),
        ("quiz.ja-JP.v2.json", "ja-JP"),
        ("es-MX/model.json", "es-MX"),
        ("quiz/model.json", ""),
        ("trivia.IntentSchema.json", ""),
        ("me-in-paris.json", ""),
        ("xx-YY.json", ""),
    ],
)
def test_the_locale_of_a_model_is_taken_from_its_name(path: str, locale: str) -> None:
    """Without it, a German model is read as an English one, and no German launch word opens it."""
    assert locale_of_file(Path("/models", path)) == locale


def test_japanese_words_are_no_spelled_sequence() -> None:
    parser = AlphaNumericParser(load_language("ja"), load_numbers("ja"))

    assert parser.parse(tokenize("お茶")) is None
    assert parser.parse(tokenize("A B 3")) == "ab3"


@pytest.mark.parametrize(
    ("said", "name", "locale"),
    [
        ("starte das Spiel Wortfuchs", "wortfuchs", "de-DE"),
        ("tu peux ouvrir coin café s'il te plaît", "coin café", "fr-FR"),
        ("quiero abrir rincón café", "rincón café", "es-MX"),
        ("vorrei aprire angolo caffè", "angolo caffè", "it-IT"),
        ("você pode abrir o cantinho do café", "cantinho do café", "pt-BR"),
        ("kun je koffie hoek openen", "koffie hoek", "nl-NL"),
        ("アレクサ、お茶の店をひらいて", "お茶の店", "ja-JP"),
        ("चाय की दुकान को ओपन करो", "चाय की दुकान", "hi-IN"),
    ],
)
def test_a_skill_is_opened_in_the_words_of_everyday(said: str, name: str, locale: str) -> None:
    assert parse_invocation(said, name, locale) == Launch()
