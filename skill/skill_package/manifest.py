"""skill.json: what Amazon is told about the skill."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from skill.alexa.reminders import PERMISSION
from skill.skill_package.endpoint_url import Address
from skill.skill_package.listing import Listing

CATEGORY: Final = "SELF_IMPROVEMENT"
"""Not health: nothing here diagnoses or treats, and nothing about health is collected."""

COUNTRIES: Final = ("AU", "CA", "GB", "IN", "US")
"""Where the help lines that are spoken hold; elsewhere somebody in danger would hear no number of their own."""

EVENTS: Final = ("REMINDER_DELETED", "SKILL_DISABLED", "SKILL_PERMISSION_CHANGED")
"""Those that mean something to `skill.alexa.events`."""

ICONS: Final[Mapping[str, int]] = {"smallIconUri": 108, "largeIconUri": 512}

VIEWPORTS: Final[Sequence[tuple[str, str, int, int, int, int]]] = (
    ("HUB", "ROUND", 100, 599, 100, 599),
    ("HUB", "RECTANGLE", 960, 1279, 100, 599),
    ("HUB", "RECTANGLE", 960, 1279, 600, 959),
    ("HUB", "RECTANGLE", 1280, 1920, 600, 1279),
    ("HUB", "RECTANGLE", 600, 1279, 960, 1920),
    ("TV", "RECTANGLE", 960, 960, 540, 540),
    ("MOBILE", "RECTANGLE", 300, 599, 600, 1279),
    ("MOBILE", "RECTANGLE", 600, 1279, 300, 599),
)
"""Mode, shape, least and most width, least and most height: the screens that skill/screens is drawn for."""


def manifest(listings: Sequence[Listing], address: Address, *, is_wildcard: bool) -> dict[str, Any]:
    """Is the certificate of the service one for a name and all names below it, Amazon wants to be told."""
    endpoint = {"uri": address.uri, "sslCertificateType": "Wildcard" if is_wildcard else "Trusted"}
    listed = {locale: listing for listing in listings for locale in listing.locales}
    policies = {"privacyPolicyUrl": address.page("privacy"), "termsOfUseUrl": address.page("terms")}
    return {
        "manifest": {
            "manifestVersion": "1.0",
            "publishingInformation": {
                "category": CATEGORY,
                "distributionMode": "PUBLIC",
                "isAvailableWorldwide": False,
                "distributionCountries": list(COUNTRIES),
                "testingInstructions": listings[0].testing_instructions,
                "locales": {locale: _shown(locale, listed[locale]) for locale in sorted(listed)},
            },
            "privacyAndCompliance": {
                "allowsPurchases": False,
                "containsAds": False,
                "isChildDirected": False,
                "isExportCompliant": True,
                "usesHealthInfo": False,
                "usesPersonalInfo": True,
                "locales": dict.fromkeys(sorted(listed), policies),
            },
            "permissions": [{"name": PERMISSION}],
            "events": {"endpoint": endpoint, "subscriptions": [{"eventName": event} for event in EVENTS]},
            "apis": {"custom": {"endpoint": endpoint, "interfaces": [_screens()]}},
        }
    }


def icon(locale: str, size: int) -> str:
    """Where an icon lies in the package."""
    return f"assets/images/{locale}_{size}.png"


def _shown(locale: str, listing: Listing) -> dict[str, Any]:
    icons = {name: f"file://{icon(locale, size)}" for name, size in ICONS.items()}
    return {
        "name": listing.name,
        "summary": listing.summary,
        "description": listing.description,
        "examplePhrases": list(listing.example_phrases),
        "keywords": list(listing.keywords),
        **icons,
    }


def _screens() -> dict[str, Any]:
    names = ("mode", "shape", "minWidth", "maxWidth", "minHeight", "maxHeight")
    viewports = [dict(zip(names, viewport, strict=True)) for viewport in VIEWPORTS]
    return {"type": "ALEXA_PRESENTATION_APL", "supportedViewports": viewports}
