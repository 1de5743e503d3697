from datetime import UTC, datetime, timedelta

from skill.alexa.ttl_cache import TtlCache

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def test_an_entry_expires() -> None:
    cache = TtlCache[str](2)

    cache.put("tea", "green", LATER)

    assert cache.get("tea", LATER - timedelta(seconds=1)) == "green"
    assert cache.get("tea", LATER) is None


def test_a_later_value_replaces_the_earlier_one() -> None:
    cache = TtlCache[str](2)
    cache.put("tea", "green", NOW)

    cache.put("tea", "black", LATER)

    assert cache.get("tea", NOW) == "black"


def test_the_least_recently_used_entry_is_evicted() -> None:
    cache = TtlCache[str](2)
    cache.put("tea", "green", LATER)
    cache.put("milk", "cold", LATER)
    cache.get("tea", NOW)

    cache.put("bread", "brown", LATER)

    assert [cache.get(name, NOW) for name in ("tea", "milk", "bread")] == ["green", None, "brown"]


def test_replacing_a_value_counts_as_use() -> None:
    cache = TtlCache[str](2)
    cache.put("tea", "green", LATER)
    cache.put("milk", "cold", LATER)

    cache.put("tea", "black", LATER)
    cache.put("bread", "brown", LATER)

    assert [cache.get(name, NOW) for name in ("tea", "milk", "bread")] == ["black", None, "brown"]


def test_an_unknown_key_has_no_value() -> None:
    assert TtlCache[str](2).get("tea", NOW) is None
