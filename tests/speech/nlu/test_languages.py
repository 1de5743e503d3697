"""What an Echo understands in each language, whatever the skill: without it, "hilfe" and "ouvre ..." reach no skill."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from speech.nlu.answers import NO, YES, AnswerRecognizer
from speech.nlu.interaction_model import Intent, InteractionModel, parse_model
from speech.nlu.invocation import OneShot, is_exit, open_phrase, parse_invocation
from speech.nlu.language import load_language, locale_of_file
from speech.nlu.recognizer import Recognizer
from speech.nlu.tokens import text_of, tokenize
from tests.support.process import ROOT

TODAY = date(2026, 11, 27)
LANGUAGES = sorted(path.stem for path in (ROOT / "speech/nlu/languages").glob("*.toml"))
LOCALES = {
    "de": "de-DE", "en": "en-US", "es": "es-ES", "fr": "fr-FR", "hi": "hi-IN", "it": "it-IT", "ja": "ja-JP", "nl": "nl-NL", "pt": "pt-BR",
}  # fmt: skip
BUILT_IN = (
    "Cancel", "Fallback", "Help", "LoopOff", "LoopOn", "NavigateHome", "Next", "No", "Pause", "Previous", "Repeat", "Resume",
    "ShuffleOff", "ShuffleOn", "StartOver", "Stop", "Yes",
)  # fmt: skip
CAFES = {
    "de": ("kaffee ecke", ["bestelle {number} {item}", "ich möchte {number} {item}", "ich hätte gern {item}"], ["Espresso", "Apfelkuchen"]),
    "es": ("rincón café", ["pide {number} {item}", "quiero {number} {item}", "ponme un {item}"], ["cortado", "té verde"]),
    "fr": ("coin café", ["commande {number} {item}", "je voudrais {number} {item}", "je voudrais un {item}"], ["expresso", "thé vert"]),
    "hi": ("चाय की दुकान", ["{number} {item} ऑर्डर करो", "मुझे {number} {item} चाहिए", "एक {item} दो"], ["समोसा", "फ़िल्टर कॉफ़ी"]),
    "it": ("angolo caffè", ["ordina {number} {item}", "vorrei {number} {item}", "vorrei un {item}"], ["espresso", "tè verde"]),
    "ja": ("お茶の店", ["{item}を{number}杯ください", "{item}を注文して", "{item}が飲みたい"], ["煎茶", "ほうじ茶", "アールグレイ"]),
    "nl": ("koffie hoek", ["bestel {number} {item}", "ik wil {number} {item}", "ik wil graag een {item}"], ["espresso", "groene thee"]),
    "pt": ("cantinho do café", ["pede {number} {item}", "eu quero {number} {item}", "me vê um {item}"], ["espresso", "pão de queijo"]),
}  # fmt: skip
"""An invocation name, samples and values for each language."""

SAID: dict[str, dict[str, list[str]]] = {
    "de": {
        "Cancel": ["abbrechen", "vergiss es", "lass es bitte"], "Help": ["Hilfe!", "hilf mir", "kannst du mir bitte helfen", "ich brauche Hilfe"],
        "LoopOff": ["Wiederholung aus"], "LoopOn": ["Wiederholung an"], "NavigateHome": ["zur Startseite", "geh zur Startseite"],
        "Next": ["weiter", "nächste", "nächstes bitte"], "No": ["nein", "nein, danke", "nö", "lieber nicht", "auf keinen Fall"],
        "Pause": ["Pause", "pausieren", "mach mal Pause"], "Previous": ["zurück", "geh zurück", "das vorherige"],
        "Repeat": ["wiederholen", "noch mal", "wiederhole das bitte", "kannst du das wiederholen", "wie bitte"],
        "Resume": ["fortsetzen", "mach weiter"], "ShuffleOff": ["Zufallswiedergabe aus"], "ShuffleOn": ["Zufallswiedergabe an"],
        "StartOver": ["von vorne", "fang von vorne an", "Neustart"], "Stop": ["stopp", "Stop", "hör auf", "sei still"],
        "Yes": ["ja", "ja, bitte", "ja gerne", "na klar", "okay", "auf jeden Fall", "ja, genau"], "Fallback": ["Pinguine können nicht fliegen"],
    },
    "es": {
        "Cancel": ["cancela", "olvídalo", "cancelar por favor"], "Help": ["ayuda", "ayúdame", "¿me puedes ayudar?", "necesito ayuda"],
        "LoopOff": ["desactiva la repetición"], "LoopOn": ["activa la repetición"], "NavigateHome": ["ir a inicio", "pantalla de inicio"],
        "Next": ["siguiente", "el siguiente, por favor"], "No": ["no", "no, gracias", "claro que no", "para nada"], "Pause": ["pausa", "pon pausa"],
        "Previous": ["anterior", "atrás", "vuelve atrás"], "Repeat": ["repite", "¿puedes repetir?", "otra vez", "repite eso"],
        "Resume": ["continúa", "sigue", "reanudar"], "ShuffleOff": ["desactiva el modo aleatorio"], "ShuffleOn": ["modo aleatorio"],
        "StartOver": ["empieza de nuevo", "desde el principio", "vuelve a empezar"], "Stop": ["para", "detente", "basta", "stop"],
        "Yes": ["sí", "si", "sí, por favor", "claro que sí", "vale", "por supuesto", "de acuerdo"], "Fallback": ["los pingüinos no vuelan"],
    },
    "fr": {
        "Cancel": ["annule", "laisse tomber", "annuler"], "Help": ["aide", "aide-moi", "au secours", "est-ce que tu peux m'aider ?"],
        "LoopOff": ["désactive la répétition"], "LoopOn": ["lecture en boucle"], "NavigateHome": ["accueil", "retour à l’accueil"],
        "Next": ["suivant", "le suivant s'il te plaît", "passe au suivant"], "No": ["non", "non merci", "pas du tout", "bien sûr que non"],
        "Pause": ["pause", "mets en pause"], "Previous": ["précédent", "retour", "reviens en arrière"],
        "Repeat": ["répète", "tu peux répéter ?", "encore une fois", "répète s’il te plaît"], "Resume": ["reprends", "continue", "continuer"],
        "ShuffleOff": ["désactive la lecture aléatoire"], "ShuffleOn": ["lecture aléatoire"],
        "StartOver": ["recommence", "depuis le début", "reprends depuis le début"], "Stop": ["arrête", "arrête-toi", "stop", "ça suffit"],
        "Yes": ["oui", "oui, s'il vous plaît", "d'accord", "bien sûr", "ouais", "volontiers"], "Fallback": ["les pingouins ne volent pas"],
    },
    "hi": {
        "Cancel": ["कैंसल", "रद्द करो", "रहने दो"], "Help": ["मदद", "मेरी मदद करो", "मुझे मदद चाहिए", "हेल्प"],
        "LoopOff": ["लूप बंद करो"], "LoopOn": ["लूप चालू करो"], "NavigateHome": ["होम पर जाओ", "होम स्क्रीन"],
        "Next": ["अगला", "आगे बढ़ो", "नेक्स्ट"], "No": ["नहीं", "जी नहीं", "बिल्कुल नहीं", "नहीं, धन्यवाद"], "Pause": ["रोको", "पॉज़ करो", "थोड़ा रुको"],
        "Previous": ["पिछला", "वापस जाओ"], "Repeat": ["दोहराओ", "फिर से बोलो", "फिर से कहो प्लीज़", "एक बार और"],
        "Resume": ["जारी रखो", "फिर से चालू करो"], "ShuffleOff": ["शफल बंद करो"], "ShuffleOn": ["शफल चालू करो"],
        "StartOver": ["फिर से शुरू करो", "शुरू से"], "Stop": ["रुको", "बंद करो", "रुक जाओ", "स्टॉप"],
        "Yes": ["हाँ", "हां", "जी हाँ", "ठीक है", "हाँ जी", "बिलकुल", "ज़रूर"], "Fallback": ["पेंगुइन उड़ नहीं सकते"],
    },
    "it": {
        "Cancel": ["annulla", "lascia perdere", "annulla per favore"], "Help": ["aiuto", "aiutami", "mi puoi aiutare?", "ho bisogno di aiuto"],
        "LoopOff": ["disattiva la ripetizione"], "LoopOn": ["attiva la ripetizione"], "NavigateHome": ["vai alla home", "schermata principale"],
        "Next": ["avanti", "prossimo", "il prossimo, per favore"], "No": ["no", "no, grazie", "per niente", "certo che no"],
        "Pause": ["pausa", "metti in pausa"], "Previous": ["indietro", "torna indietro", "precedente"],
        "Repeat": ["ripeti", "puoi ripetere?", "ancora una volta", "un'altra volta"], "Resume": ["riprendi", "continua"],
        "ShuffleOff": ["disattiva la riproduzione casuale"], "ShuffleOn": ["riproduzione casuale"],
        "StartOver": ["ricomincia", "da capo", "ricomincia dall'inizio"], "Stop": ["fermati", "basta", "stop"],
        "Yes": ["sì", "si", "sì, grazie", "certo", "va bene", "d'accordo", "volentieri"], "Fallback": ["i pinguini non volano"],
    },
    "ja": {
        "Cancel": ["キャンセル", "キャンセルしてください", "やっぱりやめる", "取り消して"], "Help": ["ヘルプ", "助けて", "使い方を教えて", "使い方を教えてください"],
        "LoopOff": ["ループをオフにして"], "LoopOn": ["ループをオンにして"], "NavigateHome": ["ホーム", "ホームに戻って"],
        "Next": ["次", "次へ", "次をお願いします", "スキップ"], "No": ["いいえ", "いらないです", "違います", "いいえ、結構です"],
        "Pause": ["一時停止", "一時停止してください", "ちょっと待って"], "Previous": ["前", "前に戻って", "戻ってください"],
        "Repeat": ["もう一度", "もう一度言ってください", "もう一回", "繰り返して"], "Resume": ["再開", "再開して", "続けて"],
        "ShuffleOff": ["シャッフルをオフにして"], "ShuffleOn": ["シャッフル", "シャッフル再生"],
        "StartOver": ["最初から", "最初からやり直して", "はじめからお願いします"], "Stop": ["ストップ", "止めて", "やめて", "停止"],
        "Yes": ["はい", "はい、お願いします", "うん", "そうです", "いいよ", "ｵｯｹｰ"], "Fallback": ["ペンギンは空を飛ばない"],
    },
    "nl": {
        "Cancel": ["annuleer", "laat maar", "vergeet het"], "Help": ["help", "hulp", "kun je me helpen?", "ik heb hulp nodig"],
        "LoopOff": ["zet herhalen uit"], "LoopOn": ["zet herhalen aan"], "NavigateHome": ["startscherm", "ga naar het startscherm"],
        "Next": ["volgende", "de volgende alsjeblieft"], "No": ["nee", "nee, dank je", "helemaal niet", "liever niet"],
        "Pause": ["pauze", "pauzeer", "zet op pauze"], "Previous": ["vorige", "terug", "ga terug"],
        "Repeat": ["herhaal dat", "kun je dat herhalen?", "nog een keer"], "Resume": ["hervat", "ga verder", "ga door"],
        "ShuffleOff": ["zet shuffle uit"], "ShuffleOn": ["shuffle aan"], "StartOver": ["opnieuw", "begin opnieuw", "vanaf het begin"],
        "Stop": ["stop", "hou op", "wees stil"], "Yes": ["ja", "ja, graag", "oké", "natuurlijk", "is goed", "klopt"],
        "Fallback": ["pinguïns kunnen niet vliegen"],
    },
    "pt": {
        "Cancel": ["cancelar", "deixa pra lá", "cancela"], "Help": ["ajuda", "me ajuda", "você pode me ajudar?", "preciso de ajuda"],
        "LoopOff": ["desligar repetição"], "LoopOn": ["ligar repetição"], "NavigateHome": ["tela inicial", "ir para a tela inicial"],
        "Next": ["próximo", "próxima", "avançar"], "No": ["não", "não, obrigado", "de jeito nenhum", "agora não"], "Pause": ["pausar", "pausa"],
        "Previous": ["anterior", "voltar"], "Repeat": ["repete", "pode repetir?", "de novo", "mais uma vez"],
        "Resume": ["continuar", "continue", "retomar"], "ShuffleOff": ["desligar aleatório"], "ShuffleOn": ["modo aleatório"],
        "StartOver": ["recomeçar", "do começo", "começar de novo"], "Stop": ["pare", "parar", "para", "chega"],
        "Yes": ["sim", "sim, por favor", "claro", "tá bom", "com certeza", "pode ser", "isso mesmo"], "Fallback": ["pinguins não voam"],
    },
}  # fmt: skip
"""Sentences for Amazon's own intents."""

LAUNCHES = {
    "de": [
        "öffne Kaffee Ecke",
        "Alexa, starte Kaffee Ecke bitte",
        "kannst du Kaffee Ecke öffnen",
        "öffne die Kaffee Ecke",
    ],
    "es": ["abre rincón café", "Alexa, inicia rincón café, por favor", "abre el rincón café"],
    "fr": ["ouvre coin café", "Alexa, lance coin café s'il te plaît", "ouvre le coin café", "démarre coin café"],
    "hi": ["चाय की दुकान खोलो", "एलेक्सा, चाय की दुकान शुरू करो", "चाय की दुकान चालू करें", "open चाय की दुकान"],
    "it": ["apri angolo caffè", "Alexa, avvia angolo caffè per favore", "apri l'angolo caffè"],
    "ja": ["お茶の店を開いて", "アレクサ、お茶の店を起動してください", "お茶の店をスタート", "お茶の店"],
    "nl": ["open koffie hoek", "Alexa, start koffie hoek alsjeblieft", "open de koffie hoek"],
    "pt": [
        "abre cantinho do café",
        "Alexa, abra o cantinho do café, por favor",
        "abrir cantinho do café",
        "inicie cantinho do café",
    ],
}

ORDERS: dict[str, list[tuple[str, dict[str, str]]]] = {
    "de": [
        ("öffne kaffee ecke und bestelle zwei espresso", {"number": "2", "item": "espresso"}),
        ("frag kaffee ecke, ich hätte gern einen Apfelkuchen", {"item": "apfelkuchen"}),
        ("ich möchte fünfundzwanzig Espresso bitte", {"number": "25", "item": "espresso"}),
        ("sag der kaffee ecke ich möchte drei espresso", {"number": "3", "item": "espresso"}),
        ("bestelle zwei Zimtschnecken", {"number": "2", "item": "zimtschnecken"}),
    ],
    "es": [
        ("abre rincón café y pide dos cortado", {"number": "2", "item": "cortado"}),
        ("pídele al rincón café que ponme un té verde", {"item": "té verde"}),
        ("quiero veinticinco cortado por favor", {"number": "25", "item": "cortado"}),
    ],
    "fr": [
        ("ouvre coin café et commande deux expresso", {"number": "2", "item": "expresso"}),
        ("demande au coin café commande trois expresso", {"number": "3", "item": "expresso"}),
        ("je voudrais un thé vert, s'il vous plaît", {"item": "thé vert"}),
        ("commande vingt-cinq croissants", {"number": "25", "item": "croissants"}),
    ],
    "hi": [
        ("चाय की दुकान खोलो और दो समोसा ऑर्डर करो", {"number": "2", "item": "समोसा"}),
        ("चाय की दुकान से कहो मुझे पच्चीस समोसा चाहिए", {"number": "25", "item": "समोसा"}),
        ("एक फिल्टर कॉफी दो", {"item": "फिल्टर कॉफी"}),
    ],
    "it": [
        ("apri angolo caffè e ordina due espresso", {"number": "2", "item": "espresso"}),
        ("chiedi all'angolo caffè vorrei un tè verde", {"item": "tè verde"}),
        ("vorrei venticinque espresso, per favore", {"number": "25", "item": "espresso"}),
    ],
    "ja": [
        ("お茶の店でほうじ茶を注文して", {"item": "ほうじ茶"}),
        ("お茶の店を開いて煎茶を二杯ください", {"number": "2", "item": "煎茶"}),
        ("アールグレイを3杯ください", {"number": "3", "item": "アールグレイ"}),
        ("煎茶を二十五杯お願いします", {"number": "25", "item": "煎茶"}),
        ("ほうじ茶が飲みたいです", {"item": "ほうじ茶"}),
        ("烏龍茶を注文してください", {"item": "烏龍茶"}),
    ],
    "nl": [
        ("open koffie hoek en bestel twee espresso", {"number": "2", "item": "espresso"}),
        ("vraag de koffie hoek ik wil graag een groene thee", {"item": "groene thee"}),
        ("ik wil vijfentwintig espresso alsjeblieft", {"number": "25", "item": "espresso"}),
    ],
    "pt": [
        ("abre o cantinho do café e pede dois espresso", {"number": "2", "item": "espresso"}),
        ("peça ao cantinho do café para me vê um pão de queijo", {"item": "pão de queijo"}),
        ("eu quero vinte e cinco espresso por favor", {"number": "25", "item": "espresso"}),
    ],
}  # fmt: skip


@cache
def _cafe(language: str) -> InteractionModel:
    name, samples, values = CAFES[language]
    slots = [{"name": "number", "type": "AMAZON.NUMBER"}, {"name": "item", "type": "ITEM"}]
    intents: list[dict[str, Any]] = [{"name": "OrderIntent", "slots": slots, "samples": samples}]
    intents += [{"name": f"AMAZON.{each}Intent", "samples": []} for each in BUILT_IN]
    types = [{"name": "ITEM", "values": [{"name": {"value": value}} for value in values]}]
    return parse_model({"languageModel": {"invocationName": name, "intents": intents, "types": types}}, "test")


@cache
def _recognizer(language: str) -> Recognizer:
    return Recognizer(_cafe(language), LOCALES[language], lambda: TODAY)


@pytest.mark.parametrize("language", sorted(SAID))
def test_amazons_own_intents_are_understood_in_each_language(language: str) -> None:
    expected = {said: f"AMAZON.{intent}Intent" for intent, sentences in SAID[language].items() for said in sentences}

    heard = {said: _recognizer(language).hear(said).intent for said in expected}

    assert heard == expected
    assert set(SAID[language]) == set(BUILT_IN)


@pytest.mark.parametrize("language", sorted(LAUNCHES))
def test_a_skill_is_opened_by_the_launch_words_of_each_language(language: str) -> None:
    heard = {said: _recognizer(language).hear(said).intent for said in LAUNCHES[language]}

    assert heard == dict.fromkeys(LAUNCHES[language], "LaunchRequest")


@pytest.mark.parametrize(
    ("language", "said", "slots"), [(language, *each) for language, orders in ORDERS.items() for each in orders]
)
def test_an_order_is_understood_with_its_slots(language: str, said: str, slots: dict[str, str]) -> None:
    result = _recognizer(language).hear(said)

    assert (result.intent, {name: slot.value for name, slot in result.slots.items()}) == ("OrderIntent", slots)


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
    assert YES != NO


@pytest.mark.parametrize(
    ("said", "value"),
    [("東京の天気を教えて", "東京"), ("ニューヨークの天気", "ニューヨーク"), ("北 海道の天気は？", "北海道")],
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
        ("beenden", "de-DE"), ("salir", "es-MX"), ("quitter", "fr-CA"), ("बाहर निकलो", "hi-IN"), ("esci", "it-IT"), ("終了してください", "ja-JP"),
        ("afsluiten", "nl-NL"), ("sair", "pt-BR"), ("exit please", "en-GB"),
    ],
)  # fmt: skip
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
    assert locale_of_file(Path(path)) == locale
