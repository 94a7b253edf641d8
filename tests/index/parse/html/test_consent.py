"""What asks for consent is no text, on the shortest page; what is about consent is."""

import pytest

from index.parse.formats import parse

ASKS = (
    "<h2>We value your privacy</h2><p>We and our 310 partners store and access information on your device, such as "
    "cookies, for personalised advertising, and you may accept all of it or go through the settings one by one.</p>"
) * 3
STORY = (
    "<p>The bridge at Holm opens on Friday, nine weeks late. Lorries have to wait until the autumn, said Liv Aas, who "
    "built it.</p>"
) * 2


def text_of(page: str) -> str:
    return parse(f"<html><body>{page}</body></html>".encode(), "s", "a.html")[0].text


@pytest.mark.parametrize(
    "around",
    [
        '<div id="cookie-consent">{}</div>',
        '<div class="gdpr"><div>{}</div></div>',
        '<section class="site-cookie-banner">{}</section>',
        '<div id="onetrust-banner-sdk">{}</div>',
        "<dialog open>{}</dialog>",
        '<div role="dialog" aria-modal="true">{}</div>',
        '<div class="CookieConsent">{}</div>',
    ],
)
@pytest.mark.parametrize("page", ["<main>{}</main>", "<article><h1>Bridge</h1>{}</article>", "{}", "<aside>{}</aside>"])
def test_what_asks_for_consent_goes_and_the_page_stays(around: str, page: str) -> None:
    text = text_of(around.format(ASKS) + page.format(STORY) + "<footer>Holm Post</footer>")
    assert "partners" not in text
    assert "privacy" not in text
    assert text.count("nine weeks late") == 2


@pytest.mark.parametrize("page", ["<main>{}</main>", "<article>{}</article>", "<div>{}</div>"])
def test_it_goes_however_short_the_page_is(page: str) -> None:
    story = "<h1>Bath</h1><p>It opens at half past six on weekdays.</p>"
    text = text_of('<div class="cookie-notice">This site uses cookies. Accept all?</div>' + page.format(story))
    assert text == "Bath\n\nIt opens at half past six on weekdays."


def test_a_page_about_cookies_stays() -> None:
    assert "310 partners" in text_of(f'<div id="cookie-consent">{ASKS}</div><footer>Holm Post</footer>')
    assert "310 partners" in text_of(f'<div id="cookie-policy"><h1>Cookies</h1>{ASKS}</div>{STORY}')
    assert "310 partners" in text_of(f'<main class="cookies">{ASKS}</main>{STORY}')


def test_a_form_of_consent_that_is_not_about_cookies_stays() -> None:
    recipe = f"<div class='cookies'>{'<p>Bake the cookies for nine minutes.</p>' * 8}</div>"
    assert "nine minutes" in text_of(f"{STORY}{recipe}")


def test_of_a_short_page_the_main_part_is_taken_whatever_is_around_it() -> None:
    story = "<h1>Bridge</h1><p>It opens on Friday, nine weeks late.</p>"
    around = "<header><p>{0}</p></header>{1}<footer><p>{0}</p></footer>".format("Holm Post, the paper. " * 5, "{}")
    assert text_of(around.format(f"<main>{story}</main>")) == "Bridge\n\nIt opens on Friday, nine weeks late."


@pytest.mark.parametrize(
    "banner",
    [
        "<div id='tarteaucitronRoot'><div>En poursuivant, vous acceptez les cookies.</div></div>",
        "<div id='BorlabsCookieBox'><p>Wir fragen, bevor Sie weitergehen.</p></div>",
        "<div class='cmplz-cookiebanner'><p>Om de beste ervaringen te bieden</p></div>",
        "<div class='cookie-bar'><p>Diese Seite verwendet Cookies.</p></div>",
    ],
)
def test_a_banner_of_a_known_program_goes_in_whatever_language_it_asks(banner: str) -> None:
    page = f"<body>{banner}<h1>Bath</h1><p>The bath is open from seven until a quarter to nine.</p></body>"
    (document,) = parse(page.encode(), "s", "a.html")
    assert document.text == "Bath\n\nThe bath is open from seven until a quarter to nine."
    named = page.replace("tarteaucitronRoot", "recipes").replace("BorlabsCookieBox", "recipes")
    kept = parse(named.replace("cmplz-cookiebanner", "x").replace("cookie-bar", "x").encode(), "s", "a.html")[0].text
    assert kept != document.text, "it is the name that tells"
