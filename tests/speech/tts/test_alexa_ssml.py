import pytest

from speech.tts.alexa_ssml import faults

EVERY_TAG = """<speak>
<p>Paragraph.</p><s>Sentence.</s><break/><break strength="x-strong"/><break time="10s"/><break time="1.5s"/>
<emphasis>a</emphasis><emphasis level="reduced">a</emphasis>
<prosody rate="x-fast" pitch="-33.3%" volume="+4dB">a</prosody>
<prosody rate="20%" pitch="x-low" volume="silent">a</prosody>
<say-as interpret-as="date" format="mdy">9/22/2026</say-as><sub alias="aluminium">Al</sub>
<phoneme alphabet="ipa" ph="a">a</phoneme><w role="amazon:NN">a</w><lang xml:lang="fr-FR">a</lang>
<voice name="Joanna">a</voice><audio src="soundbank://soundlibrary/a"/><audio src="https://example.com/a.mp3"/>
<amazon:effect name="whispered">a</amazon:effect><amazon:emotion name="excited" intensity="low">a</amazon:emotion>
<amazon:domain name="news">a</amazon:domain><alexa:name type="first" personId="amzn1.ask.person.A"/>
</speak>"""


def test_every_tag_that_alexa_supports_is_accepted() -> None:
    assert faults(EVERY_TAG) == ()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<mark name='x'/>", "<mark>"),
        ("<amazon:breath/>", "<amazon:breath>"),
        ("<break time='11s'/>", "at most 10 s"),
        ("<break time='soon'/>", "'soon'"),
        ("<break strength='huge'/>", "'huge'"),
        ("<emphasis level='none'>a</emphasis>", "strong, moderate, reduced"),
        ("<prosody rate='10%'>a</prosody>", "a percentage from 20%"),
        ("<prosody pitch='50%'>a</prosody>", "with its sign"),
        ("<prosody volume='6'>a</prosody>", "decibels with their sign"),
        ("<prosody amazon:max-duration='2s'>a</prosody>", "'amazon:max-duration'"),
        ("<say-as>12</say-as>", "has no 'interpret-as'"),
        ("<say-as interpret-as='currency'>12</say-as>", "'currency'"),
        ("<sub>Al</sub>", "has no 'alias'"),
        ("<sub alias=' '>Al</sub>", "must be a text"),
        ("<phoneme alphabet='arpabet' ph='a'>a</phoneme>", "'arpabet'"),
        ("<lang xml:lang='french'>a</lang>", "a locale such as fr-FR"),
        ("<voice name='Nobody'>a</voice>", "a Polly voice"),
        ("<audio src='http://example.com/a.mp3'/>", "https://"),
        ("<audio src='https://example.com/a.mp3'/>" * 6, "6 <audio> tags"),
        ("<amazon:effect vocal-tract-length='+10%'>a</amazon:effect>", "'vocal-tract-length'"),
        ("<amazon:emotion name='angry' intensity='low'>a</amazon:emotion>", "'angry'"),
    ],
)
def test_each_fault_names_what_alexa_would_reject(content: str, fault: str) -> None:
    found = faults(f"<speak>{content}</speak>")

    assert any(fault in each for each in found), found


def test_each_fault_is_reported_once() -> None:
    assert len(faults("<speak><mark/><mark/><mark/></speak>")) == 1


@pytest.mark.parametrize(
    ("ssml", "message"),
    [
        ("Hello", "no <speak> around it"),
        ("<p>Hello</p>", "no <speak> around it"),
        ("<speak>you & me</speak>", "broken at line 1, column"),
        (f"<speak>{'a' * 8_000}</speak>", "8,015 characters"),
    ],
    ids=["plain text", "another root", "broken", "too long"],
)
def test_broken_markup_is_a_fault(ssml: str, message: str) -> None:
    (fault,) = faults(ssml)

    assert message in fault
