from itertools import islice

import pytest

from speech.asr.microphone import recording
from speech.errors import NoMicrophone

Backend = pytest.importorskip("miniaudio").Backend


def test_a_recording_arrives_piece_by_piece() -> None:
    with recording([Backend.NULL]) as sound:
        pieces = list(islice(sound, 3))

    assert all(pieces)
    assert set(b"".join(pieces)) == {0}


def test_without_a_microphone_there_is_a_message_with_a_hint() -> None:
    with pytest.raises(NoMicrophone, match="connect one"), recording([Backend.AAUDIO]):
        pass
