import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.verification.certificates import normalise
from skill.errors import VerificationError
from tests.support.invalid_requests.urls import REFUSED

CERTIFICATE = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"

PARTS = st.sampled_from(
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
ALMOST_VALID = st.lists(PARTS, max_size=16).map("".join)
ON_THE_HOST = st.lists(PARTS, max_size=8).map(lambda parts: "https://s3.amazonaws.com/" + "".join(parts))
URLS = st.one_of(st.text(), ALMOST_VALID, ON_THE_HOST)


@pytest.mark.parametrize(
    "url",
    [
        "https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
    ],
)
def test_amazons_examples_of_valid_urls_are_the_same_address(url: str) -> None:
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
def test_other_spellings_are_normalised(url: str) -> None:
    assert normalise(url) == CERTIFICATE


def test_a_number_in_the_file_name_is_kept() -> None:
    url = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"

    assert normalise(url) == url


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED)
def test_any_other_url_is_refused(url: str) -> None:
    with pytest.raises(VerificationError, match="certificate-url"):
        normalise(url)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r\nHost: evil.example", "\x0b", "\x85", "\u2028"])
def test_a_line_break_is_refused(line_break: str) -> None:
    with pytest.raises(VerificationError, match="certificate-url"):
        normalise(CERTIFICATE + line_break)


@given(URLS)
def test_every_accepted_url_is_in_amazons_folder(url: str) -> None:
    try:
        normalised = normalise(url)
    except VerificationError:
        return

    assert normalised.startswith("https://s3.amazonaws.com/echo.api/")
    assert not {"", ".", ".."} & set(normalised.removeprefix("https://").split("/"))
    assert normalise(normalised) == normalised
