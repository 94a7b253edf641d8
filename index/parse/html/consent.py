"""What asks visitors for their consent: it stands in front of a page and is none of it, however short the page is."""

import re

from index.parse.html.tree import Element, drop, text_lengths

__all__ = ["without_consent"]

_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|ccpa|cmp|cc|privacy)[_-]?(?:consent|banner|bar|notice|popup|pop-up|modal"
    r"|overlay|wall|dialog|layer|message|manager|box|info|wrapper|container|prompt|law|hint|window|root|main|settings"
    r"|preferences)(?:$|[\s_-])"
    r"|(?:^|[\s_-])(?:cookies|consent|gdpr|cookieconsent)(?:$|[\s_])"
    r"|sp_message|truste|klaro|osano|cky-|termly|complianz|evidon",
    re.IGNORECASE,
)
"""What such an element is called, by those who make pages and by the programs that they buy for it."""

_PROGRAMS = re.compile(
    r"onetrust-|didomi-|cookiebot|cybotcookie|usercentrics-|qc-cmp|borlabscookie|iubenda-cs|cookieyes|cmplz-|fc-consent"
    r"|tarteaucitron|axeptio|moove_gdpr|cookie-law-info|cookie-notice-|quantcast-|trustarc|consentmanager|cmpbox",
    re.IGNORECASE,
)
"""Names that nothing else has, in whatever language it asks."""

_ASKS = re.compile(
    r"we value your privacy|(?:we|this (?:web)?site) (?:and our [\w ]{0,30}partners )?uses? cookies"
    r"|our (?:\d[\d,.]{0,9} )?partners|accept (?:all|cookies)|reject all|cookie (?:settings|preferences|policy)"
    r"|manage (?:cookies|preferences|options|choices)|consent|personali[sz]ed (?:ads|advertising|content)"
    r"|store and/?(?: ?or)? access information|legitimate interest"
    r"|cookies? (?:akzeptieren|zulassen|verwenden)|verwende[nt] cookies|einwilligung|ihre zustimmung"
    r"|datenschutzeinstellungen|accepte[rz] les cookies"
    r"|alle (?:akzeptieren|ablehnen)|utilisons des cookies|accepter (?:tout|et)|tout (?:accepter|refuser)|consentement"
    r"|utilizamos cookies|aceptar (?:todo|cookies)|rechazar|consentimiento|utilizziamo (?:i )?cookie|consenso"
    r"|accetta(?: tutt[oi])?|usamos cookies|aceitar (?:tudo|todos)|wij gebruiken cookies|alles accepteren|toestemming"
    r"|(?:bruker|bruger|använder) (?:informasjonskapsler|cookies|kakor)|godta alle|samtykke|samtycke|godkänn alla",
    re.IGNORECASE,
)
_ASKERS = frozenset("div section aside dialog form".split())
_SHOWN_OVER = frozenset({"dialog", "alertdialog"})
_CONTENT = frozenset("main article h1".split())

_UNSEEN = frozenset("head script style noscript template".split())

_LONGEST = 6_000
"""Characters of what asks for consent; what is longer is a text about it."""

_LEAST_REST = 150
"""Characters that a page has beside what asks; one with fewer is about nothing else."""

_LEAST_CONTENT = 40
"""The same of a page whose tags say what it is about."""

_MANY_WORDS = 3
_LOOKED_AT = 3_000


def without_consent(root: Element) -> Element:
    """Remove what asks for consent from a page, in place, unless hardly anything else is there.

    It is told by its name, or by what it says where it is shown over the page. Of a page that says what it is about,
    it goes however little that is.
    """
    lengths = text_lengths(root)
    content = _around_content(root)
    found: list[Element] = []
    inside: set[Element] = set()
    rest = lengths[root]
    for element in lengths:
        if element.getparent() in inside:
            inside.add(element)
        elif element.tag in _UNSEEN:
            inside.add(element)
            rest -= lengths[element]
        elif element not in content and 0 < lengths[element] <= _LONGEST:
            least = _fewest_words(element)
            if least is None:
                continue
            inside.add(element)  # nothing is read twice
            if not least or _words(element) >= least:
                found.append(element)
                rest -= lengths[element]
    if rest >= (_LEAST_CONTENT if content else _LEAST_REST):
        drop(found)
    return root


def _around_content(root: Element) -> set[Element]:
    """Return the elements that hold what a page is about, as its tags say, with all that are around them."""
    found: set[Element] = set()
    for element in root.iter(*_CONTENT):
        for each in (element, *element.iterancestors()):
            if each in found:
                break
            found.add(each)
    return found


def _fewest_words(element: Element) -> int | None:
    """Return how many words of those who ask for consent an element must have for that; None of one that cannot ask."""
    if element.tag not in _ASKERS:
        return None
    names = [element.get(name, "") for name in ("id", "class", "data-testid")]
    if any(map(_PROGRAMS.search, names)):
        return 0
    if any(map(_NAMES.search, names)):
        return 1
    is_over = element.tag == "dialog" or element.get("role", "") in _SHOWN_OVER or "aria-modal" in element.attrib
    return _MANY_WORDS if is_over else None


def _words(element: Element) -> int:
    """Return how many different things an element says that only those who ask for consent say."""
    text = " ".join("".join(element.itertext())[:_LOOKED_AT].split())
    return len({match[0].casefold() for match in _ASKS.finditer(text)})
