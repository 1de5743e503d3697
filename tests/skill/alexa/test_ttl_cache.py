from datetime import timedelta

from skill.alexa.ttl_cache import TtlCache

HOUR = timedelta(hours=1)


class Uptime:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_an_entry_expires() -> None:
    uptime = Uptime()
    cache = TtlCache[str](2, uptime)

    cache.put("tea", "green", HOUR)
    uptime.seconds += HOUR.total_seconds() - 1
    before = cache.get("tea")
    uptime.seconds += 1

    assert before == "green"
    assert cache.get("tea") is None


def test_a_later_value_replaces_the_earlier_one() -> None:
    cache = TtlCache[str](2)
    cache.put("tea", "green", timedelta())

    cache.put("tea", "black", HOUR)

    assert cache.get("tea") == "black"


def test_the_least_recently_used_entry_is_evicted() -> None:
    cache = TtlCache[str](2)
    cache.put("tea", "green", HOUR)
    cache.put("milk", "cold", HOUR)
    cache.get("tea")

    cache.put("bread", "brown", HOUR)

    assert [cache.get(name) for name in ("tea", "milk", "bread")] == ["green", None, "brown"]


def test_replacing_a_value_counts_as_use() -> None:
    cache = TtlCache[str](2)
    cache.put("tea", "green", HOUR)
    cache.put("milk", "cold", HOUR)

    cache.put("tea", "black", HOUR)
    cache.put("bread", "brown", HOUR)

    assert [cache.get(name) for name in ("tea", "milk", "bread")] == ["black", None, "brown"]


def test_an_unknown_key_has_no_value() -> None:
    assert TtlCache[str](2).get("tea") is None
