"""Every forged or broken request that the tests know."""

from tests.support.invalid_requests.bodies import MALFORMED, RECIPIENTS, TIMES
from tests.support.invalid_requests.chains import CHAINS
from tests.support.invalid_requests.files import FILES
from tests.support.invalid_requests.headers import HEADERS
from tests.support.invalid_requests.hosts import HOSTS
from tests.support.invalid_requests.urls import URLS

BEFORE_READING = (*HEADERS, *URLS, *HOSTS, *FILES, *CHAINS)
"""Those that are refused before a byte of their body is understood."""

AFTER_READING = (*MALFORMED, *TIMES, *RECIPIENTS)
"""Those that Alexa's own key has signed."""

FORGERIES = (*BEFORE_READING, *AFTER_READING)
