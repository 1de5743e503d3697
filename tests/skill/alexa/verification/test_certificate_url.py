import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.verification.certificate_url import normalise
from skill.errors import VerificationError
from tests.support.invalid_requests.urls import REFUSED

CERTIFICATE = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"

PIECES = st.sampled_from(
    [
        "https:",
        "HTTPS:",
        "http:",
        "/",
        "//",
        "\\",
        "s3.amazonaws.com",
        "S3.AmazonAWS.com",
        "evil.example",
        "user@",
        ":443",
        ":563",
        ":",
        "echo.api",
        "Echo.API",
        ".",
        "..",
        "%2e",
        "%2F",
        "?",
        "#",
        " ",
        "\t",
        "\r\n",
        "\0",
        "cert.pem",
        "é",
    ]
)
NEARLY = st.lists(PIECES, max_size=16).map("".join)
BELOW = st.lists(PIECES, max_size=8).map(lambda pieces: "https://s3.amazonaws.com/" + "".join(pieces))
URLS = st.one_of(st.text(), NEARLY, BELOW)


@pytest.mark.parametrize(
    "url",
    [
        "https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
    ],
)
def test_amazons_examples_of_right_urls_are_one_and_the_same(url: str) -> None:
    assert normalise(url) == CERTIFICATE


@pytest.mark.parametrize(
    "url",
    [
        "HTTPS://S3.AmazonAWS.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/./echo.api/./echo-api-cert.pem",
        "https://s3.amazonaws.com/../echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/bucket/../echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api//echo-api-cert.pem",
    ],
)
def test_other_ways_to_write_it_are_made_the_same(url: str) -> None:
    assert normalise(url) == CERTIFICATE


def test_a_number_in_the_file_name_is_kept() -> None:
    url = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"

    assert normalise(url) == url


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED)
def test_any_other_url_is_refused(url: str) -> None:
    with pytest.raises(VerificationError, match="certificate-url"):
        normalise(url)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\nHost: evil.example", "\x0b", "\x85", "\u2028"])
def test_a_line_end_is_refused(end: str) -> None:
    with pytest.raises(VerificationError, match="certificate-url"):
        normalise(CERTIFICATE + end)


@given(URLS)
def test_whatever_is_asked_for_lies_in_amazons_folder(url: str) -> None:
    try:
        normalised = normalise(url)
    except VerificationError:
        return

    assert normalised.startswith("https://s3.amazonaws.com/echo.api/")
    assert not {"", ".", ".."} & set(normalised.removeprefix("https://").split("/"))
    assert normalise(normalised) == normalised
