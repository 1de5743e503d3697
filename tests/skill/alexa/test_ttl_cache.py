from datetime import UTC, datetime, timedelta

from skill.alexa.ttl_cache import TtlCache

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def test_a_thing_is_kept_until_its_time() -> None:
    shelf = TtlCache[str](2)

    shelf.put("tea", "green", LATER)

    assert shelf.get("tea", LATER - timedelta(seconds=1)) == "green"
    assert shelf.get("tea", LATER) is None


def test_a_thing_put_again_is_the_new_one() -> None:
    shelf = TtlCache[str](2)
    shelf.put("tea", "green", NOW)

    shelf.put("tea", "black", LATER)

    assert shelf.get("tea", NOW) == "black"


def test_what_was_not_asked_for_in_the_longest_time_makes_room() -> None:
    shelf = TtlCache[str](2)
    shelf.put("tea", "green", LATER)
    shelf.put("milk", "cold", LATER)
    shelf.get("tea", NOW)

    shelf.put("bread", "brown", LATER)

    assert [shelf.get(name, NOW) for name in ("tea", "milk", "bread")] == ["green", None, "brown"]


def test_what_is_put_again_was_asked_for_last() -> None:
    shelf = TtlCache[str](2)
    shelf.put("tea", "green", LATER)
    shelf.put("milk", "cold", LATER)

    shelf.put("tea", "black", LATER)
    shelf.put("bread", "brown", LATER)

    assert [shelf.get(name, NOW) for name in ("tea", "milk", "bread")] == ["black", None, "brown"]


def test_what_nobody_put_is_not_there() -> None:
    assert TtlCache[str](2).get("tea", NOW) is None
