"""The names of Amazon's built-in intents and slot types.

https://developer.amazon.com/docs/alexa/custom-skills/standard-built-in-intents.html
https://developer.amazon.com/docs/alexa/custom-skills/slot-type-reference.html
"""

import re
from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

_PREFIX: Final = "AMAZON."


def _names(text: str) -> frozenset[str]:
    return frozenset(_PREFIX + name for name in text.split())


INTENTS: Final = _names(
    """CancelIntent FallbackIntent HelpIntent LoopOffIntent LoopOnIntent MoreIntent NavigateHomeIntent
    NavigateSettingsIntent NextIntent NoIntent PageDownIntent PageUpIntent PauseIntent PreviousIntent RepeatIntent
    ResumeIntent ScrollDownIntent ScrollLeftIntent ScrollRightIntent ScrollUpIntent SelectIntent ShuffleOffIntent
    ShuffleOnIntent StartOverIntent StopIntent YesIntent"""
)

SLOT_TYPES: Final = _names(
    """Actor AdministrativeArea AggregateRating Airline Airport AlphaNumeric Anaphor Animal Artist AT_CITY AT_REGION
    Athlete Author Book BookSeries BroadcastChannel City CivicStructure Color Comic Corporation Country
    CreativeWorkType DATE DayOfWeek DE_CITY DE_FIRST_NAME DE_REGION Dessert DeviceType Director Drink DURATION
    EducationalOrganization EUROPE_CITY EventType Festival FictionalCharacter FinancialService FirstName Food
    FoodEstablishment FOUR_DIGIT_NUMBER Game GB_CITY GB_FIRST_NAME GB_REGION Genre Landform
    LandmarksOrHistoricalBuildings Language LocalBusiness LocalBusinessType MedicalOrganization Month Movie
    MovieSeries MovieTheater MusicAlbum MusicCreativeWorkType MusicEvent MusicGroup Musician MusicPlaylist
    MusicRecording MusicVenue MusicVideo NUMBER Ordinal Organization Person PhoneNumber PostalAddress Professional
    ProfessionalType RadioChannel Region RelativePosition Residence Room ScreeningEvent SearchQuery Service
    SocialMediaPlatform SoftwareApplication SoftwareGame Sport SportsEvent SportsTeam StreetAddress StreetName
    TelevisionChannel TIME TVEpisode TVSeason TVSeries US_CITY US_FIRST_NAME US_LAST_NAME US_STATE VideoGame
    VisualModeTrigger WeatherCondition WrittenCreativeWorkType"""
)

NOT_EXTENSIBLE_TYPES: Final = _names("DATE DURATION FOUR_DIGIT_NUMBER NUMBER PhoneNumber SearchQuery TIME")
"""Types of numbers, dates and phrases, to which a model cannot add values."""

_OF_A_COUNTRY: Final = re.compile(r"AMAZON\.[A-Z]{2}_")
_CLOSE: Final = 0.9


def meant_name(name: str, known: Collection[str]) -> str | None:
    """Return the known name that is written almost like this one; None if it is known itself, or nothing like one.

    Amazon adds names now and then, so only what looks like a slip counts.
    """
    if name in known or "<" in name or _OF_A_COUNTRY.match(name):
        return None
    lower = {each.lower(): each for each in known}
    close = get_close_matches(name.lower(), lower, 1, _CLOSE)
    return lower[close[0]] if close else None
