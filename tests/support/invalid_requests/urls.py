"""Certificate addresses that are not Amazon's."""

from tests.support.invalid_requests.world import Make, refused

REFUSED = {
    "Amazon's example of a wrong protocol": "http://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "Amazon's example of a wrong host": "https://notamazon.com/echo.api/echo-api-cert.pem",
    "Amazon's example of a path in the wrong case": "https://s3.amazonaws.com/EcHo.aPi/echo-api-cert.pem",
    "Amazon's example of a wrong path": "https://s3.amazonaws.com/invalid.path/echo-api-cert.pem",
    "Amazon's example of a wrong port": "https://s3.amazonaws.com:563/echo.api/echo-api-cert.pem",
    "another protocol": "ftp://s3.amazonaws.com/echo.api/cert.pem",
    "a file": "file:///echo.api/cert.pem",
    "no protocol": "//s3.amazonaws.com/echo.api/cert.pem",
    "a path only": "/echo.api/cert.pem",
    "no host": "https:///echo.api/cert.pem",
    "one slash": "https:/s3.amazonaws.com/echo.api/cert.pem",
    "a host with ours in front": "https://s3.amazonaws.com.evil.example/echo.api/cert.pem",
    "a host with ours behind": "https://evil-s3.amazonaws.com/echo.api/cert.pem",
    "a host below ours": "https://echo.api.s3.amazonaws.com/echo.api/cert.pem",
    "a host with a dot behind": "https://s3.amazonaws.com./echo.api/cert.pem",
    "a host with another letter for the dot": "https://s3xamazonaws.com/echo.api/cert.pem",
    "a host with a long s": "https://ſ3.amazonaws.com/echo.api/cert.pem",  # noqa: RUF001 - that is the trick
    "our url inside another": "https://evil.example/https://s3.amazonaws.com/echo.api/cert.pem",
    "a user": "https://user@s3.amazonaws.com/echo.api/cert.pem",
    "a user and a password": "https://user:word@s3.amazonaws.com/echo.api/cert.pem",
    "our host as the user": "https://s3.amazonaws.com@evil.example/echo.api/cert.pem",
    "our host and port as the user": "https://s3.amazonaws.com:443@evil.example/echo.api/cert.pem",
    "a port that is not a number": "https://s3.amazonaws.com:https/echo.api/cert.pem",
    "an empty port": "https://s3.amazonaws.com:/echo.api/cert.pem",
    "port zero": "https://s3.amazonaws.com:0/echo.api/cert.pem",
    "a port that is too large": "https://s3.amazonaws.com:65979/echo.api/cert.pem",
    "a negative port": "https://s3.amazonaws.com:-443/echo.api/cert.pem",
    "a query": "https://s3.amazonaws.com/echo.api/cert.pem?again",
    "an empty query": "https://s3.amazonaws.com/echo.api/cert.pem?",
    "a fragment": "https://s3.amazonaws.com/echo.api/cert.pem#again",
    "no path": "https://s3.amazonaws.com",
    "the root": "https://s3.amazonaws.com/",
    "the folder itself": "https://s3.amazonaws.com/echo.api/",
    "the folder without its slash": "https://s3.amazonaws.com/echo.api",
    "a folder with the same beginning": "https://s3.amazonaws.com/echo.apiary/cert.pem",
    "a folder above": "https://s3.amazonaws.com/bucket/echo.api/cert.pem",
    "two slashes before the folder": "https://s3.amazonaws.com//echo.api/cert.pem",
    "dots that leave the folder": "https://s3.amazonaws.com/echo.api/../evil/cert.pem",
    "dots that leave it later": "https://s3.amazonaws.com/echo.api/a/./../../evil/cert.pem",
    "dots that end in the folder": "https://s3.amazonaws.com/echo.api/a/..",
    "encoded dots": "https://s3.amazonaws.com/echo.api/%2e%2e/evil/cert.pem",
    "encoded dots in capitals": "https://s3.amazonaws.com/echo.api/%2E%2E/evil/cert.pem",
    "a dot encoded, a dot not": "https://s3.amazonaws.com/echo.api/.%2e/evil/cert.pem",
    "dots encoded twice": "https://s3.amazonaws.com/echo.api/%252e%252e/evil/cert.pem",
    "an encoded slash": "https://s3.amazonaws.com/echo.api/..%2fevil/cert.pem",
    "an encoded backslash": "https://s3.amazonaws.com/echo.api/..%5cevil/cert.pem",
    "an encoded line break": "https://s3.amazonaws.com/echo.api/cert.pem%0d%0aHost:evil.example",
    "backslashes": "https://s3.amazonaws.com/echo.api\\..\\evil\\cert.pem",
    "backslashes after the protocol": "https:\\\\s3.amazonaws.com/echo.api/cert.pem",
    "a space in front": " https://s3.amazonaws.com/echo.api/cert.pem",
    "a space behind": "https://s3.amazonaws.com/echo.api/cert.pem ",
    "a space inside": "https://s3.amazonaws.com/echo.api/ce rt.pem",
    "a tab inside": "https://s3.amazonaws.com/echo.api/..\t/evil/cert.pem",
    "a tab in the host": "https://s3.amazon\taws.com/echo.api/cert.pem",
    "a null character": "https://s3.amazonaws.com/echo.api/cert.pem\0.evil",
    "a delete character": "https://s3.amazonaws.com/echo.api/cert\x7f.pem",
    "a letter beyond ASCII": "https://s3.amazonaws.com/echo.api/cért.pem",
    "a very long url": "https://s3.amazonaws.com/echo.api/" + "a" * 2_000 + ".pem",
    "two urls": "https://s3.amazonaws.com/echo.api/a.pem,https://s3.amazonaws.com/echo.api/b.pem",
    "quotes around it": '"https://s3.amazonaws.com/echo.api/cert.pem"',
    "a file name only": "cert.pem",
}


def _request_with(url: str) -> Make:
    return lambda world: world.request(url=url)


URLS = refused("certificate-url", {f"url: {name}": _request_with(url) for name, url in REFUSED.items()})
