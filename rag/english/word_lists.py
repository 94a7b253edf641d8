"""The lists of English words, each of them once: kinds of words, and what is put together of them.

A list that a module needs for itself is written there as a sum or difference of these, so that what it has beyond
them, or leaves out, is seen. Months are in ``index.parse.structure.dates``, which knows them first.
"""

from collections.abc import Iterable

__all__ = [
    "ANSWER_FORMS",
    "ARTICLES",
    "ASKED_OF_DOCUMENTS",
    "ASKS_FOR_THE_GIST",
    "AUXILIARIES",
    "BASE_FORMS",
    "BE_FORMS",
    "COMPARING",
    "COORDINATING",
    "DEMONSTRATIVES",
    "DOCUMENT_NOUNS",
    "DOCUMENT_WORDS",
    "DO_FORMS",
    "FINITE_BE",
    "FUNCTION_WORDS",
    "GENERAL_VERBS",
    "HAVE_FORMS",
    "HONORIFICS",
    "IN_FORCE",
    "MEASURED",
    "MENTIONING",
    "MODALS",
    "NEWEST",
    "NOT_ASKED_FOR",
    "NUMBER_WORDS",
    "OBJECT_PRONOUNS",
    "OF_PRICE",
    "OF_SIZE",
    "OLDEST",
    "ORDINALS",
    "PERSONS",
    "PLACE_PREPOSITIONS",
    "POSSESSIVES",
    "PREPOSITIONS",
    "QUESTION_WORDS",
    "SHORT_PREPOSITIONS",
    "SUBJECT_PRONOUNS",
    "SUBORDINATING",
    "THIRD_PERSON",
    "THIRD_PERSON_POSSESSIVES",
    "WEEKDAYS",
    "WRITING",
    "WRITTEN_THINGS",
    "any_of",
]


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of some words, without a group around it; put word boundaries behind it."""
    return "|".join(sorted(words))


ARTICLES = frozenset({"a", "an", "the"})
DEMONSTRATIVES = frozenset({"this", "that", "these", "those"})
QUESTION_WORDS = frozenset("who whom whose what when where which why how".split())

FINITE_BE = frozenset({"is", "are", "was", "were"})
BE_FORMS = FINITE_BE | {"be", "been", "being", "am"}
DO_FORMS = frozenset({"do", "does", "did"})
HAVE_FORMS = frozenset({"has", "have", "had"})
MODALS = frozenset("can could will would shall should may might must".split())
AUXILIARIES = DO_FORMS | HAVE_FORMS | MODALS

THINGS = frozenset("it its they them their theirs".split())
PERSONS = frozenset("he him his she her hers".split())
THIRD_PERSON = THINGS | PERSONS
THIRD_PERSON_POSSESSIVES = frozenset({"its", "their", "his", "her"})
SUBJECT_PRONOUNS = frozenset("i you we he she it they".split())
OBJECT_PRONOUNS = frozenset("me us him her them".split())
POSSESSIVES = THIRD_PERSON_POSSESSIVES | {"my", "your", "our"}

COORDINATING = frozenset({"and", "or", "but"})
COMPARING = frozenset({"than", "vs", "versus"})
"""Between two sides, beside “and” and “or”."""

OF_SIZE = frozenset("more less fewer higher lower larger smaller bigger greater cheaper dearer longer shorter".split())
"""Comparatives that figures answer."""

MEASURED = dict(
    pair.split("/")
    for pair in "heavy/weight long/length far/range fast/speed deep/depth high/height tall/height wide/width"
    " broad/width thick/thickness old/age hot/temperature warm/temperature cold/temperature strong/strength big/size"
    " large/size expensive/price dear/price often/frequency quiet/noise loud/noise".split()
)
"""What “how” asks for the degree of, and the name that sheets and forms have for it."""

OF_PRICE = frozenset("cheap cheaper cheapest dear dearer dearest costly costliest pricey priciest expensive".split())
"""What is said of a price without its word."""

SUBORDINATING = frozenset("although as because if since though while".split())

PLACE_PREPOSITIONS = frozenset("in at from to near of".split())
SHORT_PREPOSITIONS = (PLACE_PREPOSITIONS - {"near"}) | {"on", "by", "for", "with"}
PREPOSITIONS = (
    PLACE_PREPOSITIONS
    | SHORT_PREPOSITIONS
    | frozenset("without about after before during between among under over".split())
)

FUNCTION_WORDS = (
    ARTICLES
    | DEMONSTRATIVES
    | QUESTION_WORDS
    | BE_FORMS
    | AUXILIARIES
    | THIRD_PERSON
    | SUBJECT_PRONOUNS
    | OBJECT_PRONOUNS
    | POSSESSIVES
    | COORDINATING
    | SUBORDINATING
    | PREPOSITIONS
    | frozenset(
        "above across again against all along also always another any around away below beside both doing done down"
        " due each either else even every few first further get got having here himself however indeed into itself"
        " just last later least less like made make many mine more most much neither never no nor not now off often"
        " once one only onto other others out own part per quite rather same several so some still such than then"
        " there through thus together too toward towards until up upon very via well whether within yet s t".split()
    )
)
"""Words that say little without others; what they change is looked at by ``rag.verification.problems.polarity``."""

GENERAL_VERBS = frozenset(
    "tell explain describe give show shows list name know think want need needs mean means meant say said happen"
    " happens happened become becomes became get gets got go goes went come comes came make makes made take takes took"
    " taken use uses used using find finds found see look keep keeps kept help try".split()
)
"""Verbs that are asked with about anything."""

NOT_ASKED_FOR = (
    ARTICLES
    | DEMONSTRATIVES
    | QUESTION_WORDS
    | (BE_FORMS - {"am", "being"})
    | (AUXILIARIES - {"shall", "must"})
    | SHORT_PREPOSITIONS
    | frozenset("i it you we me us my your our its".split())
    | frozenset("and or as about there much many please tell whats whos".split())
)
"""Words of a question that ask, and that no document is expected to have.

Somebody else than who asks and who is asked (“he”, “them”) is asked for.
"""

ANSWER_FORMS = frozenset(
    "answer brief briefly bullet bullets depth detail detailed details dated documents elaborate expand give instead"
    " item items length letters list long longer number numbered paragraph paragraphs please point points sentence"
    " sentences short shorten shorter show simple simply summary table words".split()
)
"""What the form of an answer is asked for with: “and in more detail?”, “shorter, please”, “only those from 2025”."""

_SAID_TO_A_HELPER = frozenset("contain contains everything get give go know said say says show".split())
"""“Give me everything that it says”: in requests for documents and for the gist of one."""

ASKS_FOR_THE_GIST = _SAID_TO_A_HELPER | frozenset(
    "summarise summarize summarised summary summaries sum overview gist outline recap rundown main key central"
    " essential important point points takeaway takeaways tl dr tldr sentence sentences word words line bullet bullets"
    " brief briefly short shortly nutshell detail details detailed roughly basically explain describe story topic"
    " topics happen happened happens happening going work works new changes changed change currently current now read"
    " want need idea quick quickly so far all up let me through content contents few just whole write make".split()
)
"""Words of a question that want the gist of something, or say how much of it, and are no name of it."""

DOCUMENT_WORDS = frozenset(
    "document documents doc docs paper papers file files text texts collection folder pdf pdfs archive".split()
)
"""What a question calls documents of any sort; what is called a letter or a report is one among others."""

HONORIFICS = frozenset("mr mrs ms miss dr prof sir lady lord".split())
"""What stands before a name, and is no part of it."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS = {word: n for n, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
"""What each number of one word is, from “zero” to “ninety”."""

ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
"""From “first” on."""

BASE_FORMS = dict(
    pair.split("/")
    for pair in "opened/open closed/close founded/found moved/move joined/join died/die married/marry started/start"
    " ended/end returned/return arrived/arrive began/begin won/win lost/lose became/become built/build sold/sell"
    " bought/buy wrote/write left/leave came/come went/go met/meet fell/fall rose/rise took/take made/make gave/give"
    " held/hold led/lead drew/draw paid/pay sent/send spent/spend grew/grow published/publish released/release"
    " completed/complete launched/launch discovered/discover invented/invent introduced/introduce created/create"
    " established/establish signed/sign received/receive visited/visit destroyed/destroy killed/kill employed/employ"
    " carried/carry produced/produce treated/treat served/serve covered/cover included/include contained/contain"
    " needed/need raised/raise earned/earn contributed/contribute collected/collect planted/plant hired/hire"
    " attended/attend scored/score voted/vote elected/elect appointed/appoint acquired/acquire adopted/adopt"
    " approved/approve announced/announce proposed/propose passed/pass ratified/ratify invaded/invade"
    " conquered/conquer surrendered/surrender retired/retire graduated/graduate resigned/resign merged/merge".split()
)
"""Past forms that are nothing else, and what they are forms of."""

DOCUMENT_NOUNS = DOCUMENT_WORDS | frozenset(
    "article articles page pages record records item items material materials thing things stuff library source"
    " sources".split()
)
"""Nouns for whatever is in an index; others, such as “minutes” and “report”, are of some documents only."""

WRITTEN_THINGS = DOCUMENT_WORDS | frozenset(
    "abstract act agenda agreement announcement application article bill book brochure bulletin bylaws catalogue"
    " certificate changelog chapter charter checklist complaint conditions constitution contract decision declaration"
    " diary directive email essay faq form guide guidelines handbook instructions interview inventory invoice"
    " itinerary journal law leaflet lease letter licence license log mail manual manuscript memo message minutes"
    " newsletter note notes notice offer order page petition plan policy poster presentation proposal prospectus"
    " protocol questionnaire quotation readme receipt recipe regulations reply report review rules schedule script"
    " sheet slides specification spreadsheet statement statutes story study summary survey syllabus table tariff terms"
    " thesis timetable transcript treaty warranty website".split()
)
"""What documents are called by what they are: “in the lease” means one, “in the harbour” a place."""

ASKED_OF_DOCUMENTS = _SAID_TO_A_HELPER | frozenset(
    "list find look search display see like could number numbers count total anything something nothing somewhere"
    " exist exists existing available stored saved kept filed collected come came comes went goes run ran carry"
    " carries date dated dates issued year month week please piece pieces set sets kind sort name names named hold"
    " holds held whose entire".split()
)
"""Words of a question about documents that ask, and that no document of those asked for is expected to have."""

MENTIONING = frozenset(
    "mention mentions mentioned mentioning talk talks talking talked discuss discusses discussed discussing refer"
    " refers referring referred reference references cite cites cited citing concern concerns concerning about"
    " regarding cover covers covered covering deal deals dealing speak speaks touch touches describe describes address"
    " addresses on re appear appears named name names say says contain contains comes crop crops turn"
    " turns bring brings spoken".split()
)
"""Words between the documents that are asked for and what they are to be about."""

TALKING = frozenset(
    "summarise summarize summarised summarized summary overview discuss discusses discussed discussing"
    " discussion discussions talk talks talked talking say says said saying think thinks thought thoughts thinking feel"
    " feels felt opinion opinions view views perspective perspectives attitude attitudes comment comments commented"
    " mention mentions mentioned suggest suggests suggested suggestion suggestions propose proposes proposed present"
    " presents presented presenting presentation introduce introduces introduced decide decides decided decision"
    " decisions conclude concludes concluded conclusion conclusions agree agrees agreed learn learned learnt contribute"
    " contributes contributed elaborate elaborates elaborated respond responds responded meeting meetings team group"
    " member members participant participants everyone mainly".split()
)
"""Words for how something is talked about, and who does: they tell no part of a conversation."""

WRITING = frozenset(
    "write writes wrote written writing author authors authored coauthor coauthored co published pen penned sign signs"
    " signed send sends sent compose composed draft drafted compiled prepared by".split()
)
"""Words between documents and whoever made them."""

NEWEST = frozenset("newest latest recent last".split())
OLDEST = frozenset("oldest earliest first".split())
IN_FORCE = frozenset("now current currently present presently valid force today latest newest".split())
"""Words for which of several documents is meant: by their dates, or because it holds now."""
