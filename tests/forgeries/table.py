"""Every forged or broken request that the tests know."""

from tests.forgeries.bodies import MALFORMED, RECIPIENTS, TIMES
from tests.forgeries.chains import CHAINS
from tests.forgeries.files import FILES
from tests.forgeries.headers import HEADERS
from tests.forgeries.hosts import HOSTS
from tests.forgeries.urls import URLS

BEFORE_READING = (*HEADERS, *URLS, *HOSTS, *FILES, *CHAINS)
"""Those that are refused before a byte of their body is understood."""

AFTER_READING = (*MALFORMED, *TIMES, *RECIPIENTS)
"""Those that Alexa's own key has signed."""

FORGERIES = (*BEFORE_READING, *AFTER_READING)
