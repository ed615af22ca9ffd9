"""What a hit is evidence of: a person, a messenger's preview, a scanner, or nothing certain (facts.md 4).

First what method and agent alone say, at once; then what time and address add. Real handsets' and robots' agents are
in tests/data/hits.json. Codes of evidence: `browser`, `previewer`, `prefetch`, `head`, `bare`, `program`, `robot`,
`unfamiliar`; `too_soon`, `many_codes`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

PERSON = "person"
PREVIEW = "preview"
SCANNER = "scanner"
UNKNOWN = "unknown"

# Nobody has a text on the handset, reads it and taps so soon after it was handed to the provider.
TOO_SOON_SECONDS = 2.0
# One address, one agent, so many people's codes within so many seconds. An address alone says nothing: behind a
# carrier's one address are thousands of handsets, and some have the same agent.
MANY_CODES = 8
MANY_CODES_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """`kind`: one of the four above."""

    kind: str
    code: str


BROWSER = Evidence(PERSON, "browser")
HEAD = Evidence(SCANNER, "head")
BARE = Evidence(SCANNER, "bare")
PROGRAM = Evidence(SCANNER, "program")
ROBOT = Evidence(SCANNER, "robot")
PREVIEWER = Evidence(PREVIEW, "previewer")
PREFETCH = Evidence(PREVIEW, "prefetch")
UNFAMILIAR = Evidence(UNKNOWN, "unfamiliar")
TOO_SOON = Evidence(UNKNOWN, "too_soon")
MANY = Evidence(SCANNER, "many_codes")

# Messengers and their servers, which show a picture of what is behind a link. Apple Messages names two of them.
_PREVIEWERS = re.compile(
    r"facebookexternalhit|facebot|twitterbot|google-pagerenderer|slackbot|slack-imgproxy|whatsapp/|telegrambot"
    r"|discordbot|linkedinbot|skypeuripreview|line-poker|linespider|bingpreview|kakaotalk-scrap|viber|snapchat"
    r"|pinterestbot|redditbot|iframely|embedly|mattermost|vkshare|imessagelinkpreview|microsoftpreview"
    r"|google-snippet|developers\.google\.com/\+/web/snippet",
)
# What says itself that nobody looks at it.
_ROBOTS = re.compile(
    # Cubot makes telephones.
    r"(?<!cu)bot\b|crawl|spider|slurp|scan|headless|phantomjs|lighthouse|monitor|uptime|preview|validator|google-safety"
    r"|google-read-aloud|googleother|mediapartners|safelinks|barracuda|proofpoint|mimecast|fortiguard|virustotal",
)
# Libraries and command lines: `name/version` first, where a browser says Mozilla or Opera.
_PROGRAMS = re.compile(
    r"curl/|wget/|python|aiohttp/|httpx/|go-http-client|java/|okhttp|apache-httpclient|libwww|lwp::|perl|ruby|php"
    r"|guzzle|axios/|node|undici|got \(|dart/|cfnetwork|winhttp|powershell|postman|insomnia|httpie|k6/|jmeter|scrapy",
)
_BARE = re.compile(r"(mozilla/[45]\.0)?( \((compatible|windows|linux)?;?\))?\Z")
# A handset or computer in brackets, and what draws the page. Old Japanese handsets name themselves first.
_BROWSER = re.compile(
    r"(mozilla/[45]\.0 \([^)]*(iphone|ipad|ipod|android|windows|macintosh|linux|x11|cros|mobile|playstation|nintendo)"
    r"[^)]*\).*(applewebkit|gecko|trident|msie|presto|version/)"
    r"|mozilla/[45]\.0 \((compatible; msie|[^)]*trident|linux; u; android)"
    r"|opera/|docomo/|kddi-|up\.browser|softbank/|vodafone/|j-phone/|willcom|emobile/)",
)


def evidence_of(*, method: str, agent: str, fetched_ahead: bool = False) -> Evidence:
    """By the request alone. `fetched_ahead`: its headers say that the page is wanted before anybody asked for it."""
    if method == "HEAD":
        return HEAD
    return PREFETCH if fetched_ahead else _evidence_of_agent(agent)


# The same some hundred agents make up nearly all requests.
@lru_cache(maxsize=4096)
def _evidence_of_agent(agent: str) -> Evidence:
    named = agent.strip().lower()
    if _BARE.match(named):
        return BARE
    if _PREVIEWERS.search(named):
        return PREVIEWER
    if _BROWSER.match(named):
        return ROBOT if _ROBOTS.search(named) else BROWSER
    if _PROGRAMS.match(named):
        return PROGRAM
    return ROBOT if _ROBOTS.search(named) else UNFAMILIAR


def evidence_with_circumstances(
    found: Evidence, *, seconds_since_hand_over: float | None, of_a_crowd: bool
) -> Evidence:
    """Only what passed for a person is looked at again; nobody becomes a person by it.

    `seconds_since_hand_over`: None where it is not known, or the code is of no one message. `of_a_crowd`: whether its
    address asked for MANY_CODES different people's codes with this agent, within MANY_CODES_SECONDS.
    """
    if found.kind != PERSON:
        return found
    if of_a_crowd:
        return MANY
    if seconds_since_hand_over is not None and seconds_since_hand_over < TOO_SOON_SECONDS:
        return TOO_SOON
    return found
