"""All invalid requests."""

from tests.support.invalid_requests.bodies import MALFORMED, RECIPIENTS, TIMES
from tests.support.invalid_requests.chains import CHAINS
from tests.support.invalid_requests.files import FILES
from tests.support.invalid_requests.headers import HEADERS
from tests.support.invalid_requests.hosts import HOSTS
from tests.support.invalid_requests.urls import URLS

BEFORE_PARSING = (*HEADERS, *URLS, *HOSTS, *FILES, *CHAINS)
"""Refused before the body is parsed."""

AFTER_PARSING = (*MALFORMED, *TIMES, *RECIPIENTS)
"""Signed with Alexa's own key, so that the body is parsed."""

INVALID_REQUESTS = (*BEFORE_PARSING, *AFTER_PARSING)
