"""skill.json, the manifest of the skill."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from skill.alexa import reminders
from skill.content import helplines
from skill.content.library import Library
from skill.pages.views import page_path
from skill.skill_package.endpoint_url import EndpointUrl
from skill.skill_package.listing import Listing

CATEGORY: Final = "SELF_IMPROVEMENT"
"""Not a health category: the skill neither diagnoses nor treats, and collects no health data."""

PERMISSIONS: Final = (reminders.PERMISSION, "alexa::person_id:read")
"""Without the second one Alexa sends no recognized voice, so that the people of a household share a place."""

EVENTS: Final = ("REMINDER_DELETED", "SKILL_DISABLED", "SKILL_PERMISSION_CHANGED")
"""The events that `skill.alexa.events` handles."""

ICONS: Final[Mapping[str, int]] = {"smallIconUri": 108, "largeIconUri": 512}

VIEWPORTS: Final[Sequence[tuple[str, str, int, int, int, int]]] = (
    ("HUB", "ROUND", 100, 599, 100, 599),
    ("HUB", "RECTANGLE", 960, 1279, 100, 599),
    ("HUB", "RECTANGLE", 960, 1279, 600, 959),
    ("HUB", "RECTANGLE", 1280, 1920, 600, 1279),
    ("HUB", "RECTANGLE", 1920, 2560, 960, 1279),
    ("HUB", "RECTANGLE", 600, 1279, 960, 1920),
    ("HUB", "RECTANGLE", 960, 1279, 1920, 2560),
    ("TV", "RECTANGLE", 960, 960, 540, 540),
    ("MOBILE", "RECTANGLE", 300, 599, 600, 1279),
    ("MOBILE", "RECTANGLE", 600, 1279, 300, 599),
    ("MOBILE", "RECTANGLE", 600, 959, 320, 1920),
    ("MOBILE", "RECTANGLE", 960, 1279, 320, 1920),
    ("MOBILE", "RECTANGLE", 1280, 1920, 320, 1920),
)
"""Mode, shape, width range and height range, in dp, of the screens that the APL documents support: Amazon's viewport
profiles, and narrower phones and hubs besides."""


def manifest(
    listings: Sequence[Listing], words: Library, endpoint_url: EndpointUrl, *, is_wildcard: bool
) -> dict[str, Any]:
    """Write the manifest for these listings, the reference language's first: Amazon's testers read its instructions.

    `is_wildcard` says that the certificate of the endpoint is a wildcard certificate.
    """
    endpoint = {"uri": endpoint_url.uri, "sslCertificateType": "Wildcard" if is_wildcard else "Trusted"}
    listed = {locale: listing for listing in listings for locale in listing.locales}
    # A person in danger must hear the numbers of their own country, so the skill is offered where help lines are known.
    countries = sorted({locale.partition("-")[2] for locale in listed} & helplines.load().keys())
    return {
        "manifest": {
            "manifestVersion": "1.0",
            "publishingInformation": {
                "category": CATEGORY,
                "distributionMode": "PUBLIC",
                "isAvailableWorldwide": False,
                "distributionCountries": countries,
                "testingInstructions": listings[0].testing_instructions,
                "locales": {locale: _store_page(locale, listed[locale], words) for locale in sorted(listed)},
            },
            "privacyAndCompliance": {
                "allowsPurchases": False,
                "containsAds": False,
                "isChildDirected": False,
                "isExportCompliant": True,
                "usesHealthInfo": False,
                "usesPersonalInfo": True,
                "locales": {locale: _policies(listed[locale], endpoint_url) for locale in sorted(listed)},
            },
            "permissions": [{"name": name} for name in PERMISSIONS],
            "events": {"endpoint": endpoint, "subscriptions": [{"eventName": event} for event in EVENTS]},
            "apis": {"custom": {"endpoint": endpoint, "interfaces": [_apl_interface()]}},
        }
    }


def icon(locale: str, size: int) -> str:
    """Return the path of an icon in the package."""
    return f"assets/images/{locale}_{size}.png"


def _policies(listing: Listing, endpoint_url: EndpointUrl) -> dict[str, str]:
    names = {"privacyPolicyUrl": "privacy", "termsOfUseUrl": "terms"}
    return {key: endpoint_url.page(page_path(name, listing.language)) for key, name in names.items()}


def _store_page(locale: str, listing: Listing, words: Library) -> dict[str, Any]:
    icons = {name: f"file://{icon(locale, size)}" for name, size in ICONS.items()}
    return {
        "name": listing.name,
        "summary": listing.spelled(listing.summary, locale),
        "description": listing.described(locale, [step.title for step in words.guide(locale).steps]),
        "examplePhrases": list(listing.example_phrases),
        "keywords": list(listing.keywords),
        **icons,
    }


def _apl_interface() -> dict[str, Any]:
    names = ("mode", "shape", "minWidth", "maxWidth", "minHeight", "maxHeight")
    viewports = [dict(zip(names, viewport, strict=True)) for viewport in VIEWPORTS]
    return {"type": "ALEXA_PRESENTATION_APL", "supportedViewports": viewports}
