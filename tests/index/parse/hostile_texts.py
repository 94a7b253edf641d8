"""Text files that were made to cost much: each family writes a file of about so many bytes."""

import json
from collections.abc import Callable

__all__ = ["FAMILIES", "RUNS", "Family"]

Family = Callable[[int], bytes]
"""From a size to a file of about that size; the larger one is more of the same."""

_RUNS = (
    *"[ ( { < & | \\ ` * _ ~ - > # = + : ; . , ! ? ' \" $ @ % / ^ 1 a A".split(),
    *(
        " ",
        "\t",
        "\n",
        "\r",
        "\x0c",
        "\x1b[",
        "\u200b",
        "\u0301",
        "\u202e",
        "\u00a0",
        "\u3000",
        "\ufe0f",
        "한",
        "。",
        "١",
    ),
    *(
        "![",
        "[]",
        "[a]",
        "](",
        "[](",
        "[a](",
        "[a][",
        "[a]: b\n",
        "[a\n",
        "\\[",
        "``a",
        "`a ``",
        "```\n",
        "~~~\n",
        "a~~",
    ),
    *(
        "**a ",
        "*a ",
        "*a**b",
        "_a ",
        "a_b",
        "***",
        "a*",
        "<a",
        "<a ",
        "<a b",
        "<!",
        "<!--",
        "<?",
        "<![CDATA[",
        "<a@b",
        "<b>",
    ),
    *(
        "</b",
        "</b>",
        "<b a=",
        '<b a="',
        "&amp;",
        "&#",
        "&#x1F600;",
        "&a",
        "|a",
        "|-",
        "| a\n",
        "|-|\n",
        "- ",
        "- a\n",
        "* a\n\n",
    ),
    *(
        "1. ",
        "1.",
        "1) a\n",
        "> ",
        ">> a\n",
        "> a\n\n",
        "# a\n",
        "a\n=\n",
        "a\n\n",
        "a\nb\n",
        "\n \n",
        " \n",
        "a \n",
        "a  \n",
        "\n\t",
        "é",
    ),
    *(
        "12:34 ",
        "2025-01-01 ",
        "1 May 2025, ",
        "Published: ",
        "A, ",
        "Jan ",
        "a@",
        "a@b.c ",
        "://",
        "http://a",
        "<http://a",
    ),
    *(
        ". ",
        "a. ",
        "A. B. ",
        "Dr. ",
        "a.b",
        "..",
        "?!",
        "…",
        "“",
        "”a",
        "(a) ",
        "• a\n",
        "• ",
        "a | b\n",
        "a | ",
        "a: b\n",
    ),
    *("a; ", "a, ", "a ", "\na:", "A\n\n" + "b" * 130 + "\n\n", "Ab\u0301c", "\ud55c\uad6d ", "ffi\ufb01", "👩‍👩‍👧"),
)


def _repeated(text: str, head: str = "", tail: str = "") -> Family:
    unit = text.encode()
    return lambda size: head.encode() + unit * (size // len(unit)) + tail.encode()


_HEADS = {
    "txt": ("", ""),
    "md": ("", ""),
    "org": ("", ""),
    "adoc": ("", ""),
    "rst": ("", ""),
    "tex": ("", ""),
    "html": ("<!doctype html><body><p>", ""),
    "csv": ("a,b\n", ""),
    "rtf": ("{\\rtf1 ", "}"),
    "vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\nx\n", ""),
    "eml": ("Subject: x\nFrom: a@b.c\n\n", ""),
}
RUNS: dict[str, dict[str, Family]] = {
    kind: {run: _repeated(run, *around) for run in _RUNS} for kind, around in _HEADS.items()
}
"""By format and by what is repeated."""


def _again(text: str, size: int) -> str:
    return text * (size // len(text.encode()))


def _deep(opened: str, closed: str, head: str = "", middle: str = "x") -> Family:
    def made(size: int) -> bytes:
        times = size // (len(opened) + len(closed))
        return (head + opened * times + middle + closed * times).encode()

    return made


def _numbered(pattern: str, head: str = "", tail: str = "") -> Family:
    """Write a pattern with 0, 1, 2 … in it."""

    def made(size: int) -> bytes:
        length = len(pattern.format(100_000))
        return (head + "".join(pattern.format(number) for number in range(size // length)) + tail).encode()

    return made


_MARKDOWN: dict[str, Family] = {
    "links between notes": _repeated("[[a|b]] "),
    "links between notes, never closed": _repeated("[[a|b "),
    "deep links between notes": _deep("[[", "]]"),
    "embeds": _repeated("![[a]] "),
    "embeds never closed": _repeated("![[a "),
    "comments": _repeated("%%a%% "),
    "comments never ended": _repeated("%%a\n\n"),
    "comments that begin lines": _repeated("%%a\nb\n"),
    "comments of two lines": _repeated("%%a\nb%%\n\n"),
    "comments in quotes": _repeated("> %%a\n\n", tail="%%"),
    "deepening comments": lambda size: (
        "".join(" " * 2 * n + "- %%a\n" for n in range(int(size**0.5))) + "%%"
    ).encode(),
    "commands of sites never ended": _repeated("{{< a {% "),
    "boxes": _repeated("!!! a\n    b\n"),
    "boxes in boxes": lambda size: "".join(f"{' ' * 4 * n}!!! a\n" for n in range(int(size**0.5))).encode(),
    "boxes between colons": _repeated(":::a [b\n"),
    "a heading of spaces": lambda size: b"# a" + b" " * size + b"{#b} c",
    "names of headings": _repeated("# a {#b\n"),
    "highlights": _repeated("==a== "),
    "highlights never ended": _repeated("==a "),
    "highlights in highlights": _deep("==a ", " a=="),
    "fields": _repeated("a:: b\n"),
    "one long field": lambda size: b"a " * (size // 2) + b":: b",
    "fields within": _repeated("[a:: b"),
    "names of blocks": _repeated(" ^a"),
    "callouts": _repeated("> [!a] b\n> c\n\n"),
    "a long callout": lambda size: b"> [!" + b"a " * (size // 2) + b"] b",
    "words of a key in front matter": lambda size: b"---\n" + b"a " * (size // 2) + b": b\n---\nx",
    "definitions": _numbered("[a{0}]: /b\n"),
    "definitions and uses": _numbered("[a{0}]: /b\n\n[a{0}]\n\n"),
    "uses of nothing": _numbered("[a{0}] "),
    "nested pictures": _deep("![", "](a)"),
    "nested links": _deep("[", "](a)"),
    "nested quotes": lambda size: (">" * (size // 2) + "a\n" + ">" * (size // 2)).encode(),
    "deepening lists": lambda size: "".join(" " * 2 * n + "- a\n" for n in range(int(size**0.5))).encode(),
    "deepening numbers": lambda size: "".join(" " * 3 * n + "1. a\n" for n in range(int((size / 1.5) ** 0.5))).encode(),
    "backquotes of every length": lambda size: "".join("`" * n + "a" for n in range(int((2 * size) ** 0.5))).encode(),
    "tildes of every length": lambda size: "".join("~" * n + "a " for n in range(int((2 * size) ** 0.5))).encode(),
    "emphasis in turns": _repeated("*a _b*c_d "),
    "emphasis never closed": _repeated("a **b *c _d "),
    "a wide table": lambda size: b"|a" * (size // 8) + b"\n" + b"|-" * (size // 8) + b"\n" + b"|b" * (size // 4),
    "short rows of a wide table": lambda size: (
        b"|a" * (w := int((size / 4) ** 0.5)) + b"\n" + b"|-" * w + b"\n" + b"|\n" * ((size - 4 * w) // 2)
    ),
    "spaces in front matter": lambda size: b"---\ntitle: a" + b" " * size + b"b\n---\nx",
    "spaces before a colon in front matter": lambda size: b"---\ntitle" + b" " * size + b"b\n---\nx",
    "spaces after an item in front matter": lambda size: b"---\nt:\n" + b"- a" + b" " * size + b"#b\n---\nx",
    "hashes in front matter": lambda size: b"---\ntitle: a" + b" #" * (size // 2) + b"\n---\nx",
    "brackets in front matter": lambda size: b"---\ntitle: " + b"[" * size + b"\n---\nx",
    "items in front matter": lambda size: b"---\ntags: [" + b"a," * (size // 2) + b"]\n---\nx",
    "lists of lists in front matter": lambda size: b"---\ntags:\n" + b"- " * (size // 2) + b"\n---\nx",
    "quotes in front matter": lambda size: b"---\ntitle: '" + b"''" * (size // 2) + b"\n---\nx",
    "keys in a value of front matter": lambda size: b"---\ntitle: " + b"a: " * (size // 3) + b"\n---\nx",
    "values at their longest in front matter": lambda size: (
        b"---\n" + (b"k: [" + b"a," * 4990 + b"]\n") * min(195, size // 9980) + b"---\n" + b"x " * (size // 2)
    ),
    "tags in front matter": lambda size: b"---\ntags: " + b"a," * (size // 2) + b"\n---\nx",
    "aliases in front matter": lambda size: (
        b"---\na: &a [x,x]\n"
        + b"".join(b"k%d: &k [*a,*a]\n" % n for n in range(min(150, size // 20)))
        + b"---\n"
        + b"x " * (size // 2)
    ),
    "dates in front matter": lambda size: b"---\ndate: " + b"1 " * (size // 2) + b"\n---\nx",
    "blocks of HTML": _repeated("<div>\n\n"),
    "comments of HTML": _repeated("<!-- a\n\n"),
    "HTML in line": _repeated("a <b c='d'> "),
    "autolinks": _repeated("<http://a.b/c> "),
    "entities": _repeated("&amp;&lt;&#35;"),
    "hard breaks": _repeated("a\\\n"),
    "fences": _repeated("```\na\n"),
    "titles of definitions": _repeated('[a]: b "c\n'),
    "destinations": _repeated("[a](<b"),
    "parentheses": lambda size: b"[a](" + b"(" * (size // 2) + b")" * (size // 2),
    "labels": lambda size: b"[" + b"a\\]" * (size // 3) + b"]: b",
    "lazy quotes": _repeated("> a\nb\n"),
    "items of one list": _repeated("- a\n\n  b\n\n"),
    "list in quote": _repeated("> - a\n"),
    "headings of many levels": _repeated("# a\n\n## b\n\n###### c\n\nd\n\n"),
}
_HTML: dict[str, Family] = {
    "what asks for consent": _repeated("<div class=consent>cookies</div>a"),
    "nested consent": _deep("<div class=consent>", "</div>", middle="cookies " * 400),
    "dialogs in dialogs": _deep("<div aria-modal=true>", "</div>", middle="cookies " * 400),
    "one long name of consent": lambda size: b"<div class='" + b"cookie-" * (size // 7) + b"'>cookies</div>a",
    "live entries": _repeated("<article><p>a</p><time>14:05</time></article>"),
    "live entries in one another": _deep("<div><time>14:05</time>", "</div>"),
    "times in times": _deep("<time>", "</time>", middle="14:05"),
    "times of one entry": _repeated("<time>14:05</time>", "<div><p>a</p>" * 3),
    "headlines": _repeated("<h1>a</h1><time>14:05</time>"),
    "attributes of one tag": _numbered(" a{0}=1", "<p", ">x"),
    "attributes of one name": _repeated(" a=1", "<p", ">x"),
    "attributes of an end tag": _numbered(" a{0}=1", "<p>x</p", ">x"),
    "attributes of the root": _numbered("<html a{0}=1>"),
    "attributes of the body": _numbered("<body a{0}=1>x"),
    "one long attribute": lambda size: b"<p class='" + b"a " * (size // 2) + b"'>x",
    "one long style": lambda size: b"<p style='" + b"display" * (size // 7) + b"'>x",
    "spaces in a style": lambda size: b"<p style='display" + b" " * size + b"'>x",
    "one long id": lambda size: b"<div id='" + b"-_" * (size // 2) + b"'>x</div>y",
    "one long tag": lambda size: b"<" + b"a" * size + b">x",
    "spans": lambda size: b"<table>" + b"<tr><td colspan=200 rowspan=200>a<td>b" * (size // 39) + b"</table>",
    "columns": lambda size: b"<table><tr>" + b"<td colspan=1000000>a" * (size // 21) + b"</table>",
    "rows": lambda size: b"<table>" + b"<tr><td rowspan=1000000>a<td>" * (size // 29) + b"</table>",
    "rows over short rows": lambda size: (
        b"<table><tr>" + b"<td rowspan=65534>a" * (size // 40) + b"</tr>" + b"<tr></tr>" * (size // 18) + b"</table>"
    ),
    "columns of long text": lambda size: (
        b"<table><tr>" + b"<td colspan=200>" + b"word " * (size // 10) + b"<td>b"
        b"<tr><td colspan=200>" + b"word " * (size // 10) + b"</table>"
    ),
    "small columns of long text": lambda size: (
        b"<table>" + (b"<tr><td colspan=200>" + b"word " * 59 + b"<td>b") * (size // 320) + b"</table>"
    ),
    "cells": lambda size: b"<table><tr>" + b"<td>a" * (size // 5) + b"</table>",
    "captions": lambda size: b"<table>" + b"<caption>a</caption>" * (size // 20) + b"<tr><td>a<td>b</table>",
    "tables": _repeated("<table><tr><td>a<td>b</table>"),
    "nested tables": _deep("<table><tr><td>", "</table>"),
    "tables never closed": _repeated("<table><tr><td>a"),
    "tables side by side in a cell": lambda size: (
        b"<table><tr><td>" + b"<table><tr><td>a<td>b</table>" * (size // 29) + b"</table>"
    ),
    "table cells with many parts": _repeated("<i>a</i><br>", "<table><tr><td>", "</td><td>b</table>"),
    "lists of lists": _deep("<ul><li>", "</ul>"),
    "shallow lists of lists": lambda size: (b"<ul><li>" * 60 + b"a" + b"</ul>" * 60) * (size // 780),
    "items": _repeated("<li>a", "<ul>"),
    "numbers": _repeated("<ol start=999999><li>a</ol>"),
    "spans in spans": _deep("<span>", "</span>"),
    "formatting never closed": _repeated("<b><p>a"),
    "formatting of every kind never closed": _repeated("<b><i><u><font><a href=x><p>a"),
    "misnested formatting": _repeated("<b><i></b></i>"),
    "links": _repeated("<a href=x>a</a>"),
    "links never closed": _repeated("<a href=x>a"),
    "links in headings": _repeated("<a href=x>a</a>", "<h1>", "</h1>"),
    "headings": _repeated("<h1>a</h1><p>b"),
    "headings in headings": _repeated("<h1>a"),
    "powers": _repeated("10<sup>6</sup>"),
    "powers of links": _repeated("1<sup>[<a>1</a>]</sup>"),
    "powers in powers": _deep("1<sup>", "</sup>"),
    "breaks": _repeated("<br>"),
    "breaks and spaces": _repeated("<br> \n"),
    "one break and spaces": lambda size: b"a<br>" + b" " * size + b"b",
    "breaks and spaces and words": lambda size: (b"<br>" + b" " * 1000 + b"a") * (size // 1005),
    "pre": _repeated("<br>a", "<pre>", "</pre>"),
    "pre in pre": _deep("<pre>", "</pre>"),
    "headers in article": _deep("<div>", "</div>", "<article>", "<header>a</header>" * 1000),
    "headers": _repeated("<div><header>a</header></div>"),
    "headers in headers": lambda size: b"<div>" * 200 + b"<header>a</header>" * (size // 18),
    "furniture": _repeated("<div class=sidebar><p>a</p></div>"),
    "furniture in furniture": lambda size: (b"<div class=sidebar>" * 100 + b"abc" + b"</div>" * 100) * (size // 2503),
    "furniture around much text": lambda size: (
        b"<div class=menu><p>" * 120 + b"word " * (size // 10) + b"</div>" * 120 + b"<p>" + b"text " * (size // 10)
    ),
    "articles": _repeated("<article><p>a</article>"),
    "mains": _repeated("<main>a</main>"),
    "scripts": _repeated("<script>a</script>b"),
    "hidden": _repeated("<p hidden>a</p>b"),
    "hidden spans beside each other": _repeated("<span hidden>a</span>b", "<p>"),
    "hidden spans beside each other in one": _repeated("<i hidden></i>b", "<p>a"),
    "metas": _numbered("<meta name=a{0} content=b>"),
    "dates of metas": _repeated("<meta name=date content='not a date'>"),
    "one long date": lambda size: b"<meta name=date content='" + b" " * size + b"x'><p>a",
    "times": _repeated("<time datetime=x></time>"),
    "linked data": lambda size: b"<script type='application/ld+json'>[" + b"1," * (size // 2) + b"1]</script><p>a",
    "nested linked data": lambda size: (
        b"<script type='application/ld+json'>" + b"[" * (size // 2) + b"]" * (size // 2) + b"</script><p>a"
    ),
    "wide linked data": lambda size: (
        b"<script type='application/ld+json'>[" + b"{}," * (size // 3) + b"1]</script><p>a"
    ),
    "keywords": lambda size: b"<meta name=keywords content='" + b"a," * (size // 2) + b"'><p>a",
    "a title that ends like the site": lambda size: (
        b"<head><meta property=og:site_name content=S><title>"
        + b" " * 0
        + b"- " * (size // 2)
        + b"S</title></head><p>a"
    ),
    "paragraphs": _repeated("<p>abc def ghi jkl mno pqr stu vwx yz</p>"),
    "long paragraphs": lambda size: (b"<p>" + b"word " * 400 + b"</p>") * (size // 2007),
    "one paragraph": lambda size: b"<p>" + b"word " * (size // 5) + b"</p><p>b</p>",
    "paragraphs of links": _repeated("<p><a href=x>abc def ghi jkl mno pqr stu vwx yz</a></p>"),
    "short blocks": _numbered("<div>{0}</div>"),
    "different paragraphs": _numbered("<p>This is paragraph {0} of the page about a thing</p>"),
    "unknown tags": _numbered("<x{0}>a"),
    "unknown entities": _numbered("&x{0};"),
    "end tags": _repeated("</p>"),
    "comments": _repeated("<!-- a -->b"),
    "processing": _repeated("<?a?>b"),
    "forms": _repeated("<form><p>a"),
    "selects": _repeated("<select><option>a"),
    "frames": _repeated("<frameset><frame>"),
    "doctypes": _repeated("<!doctype html>"),
    "XML declaration": lambda size: b"<?xml" + b" " * size,
    "spaces before an XML declaration": lambda size: b" " * size + b"<?xm",
    "charset": lambda size: b"<meta " * (size // 6) + b"<p>a",
    "definitions": _repeated("<dl><dt>a<dd>b</dl>"),
    "details": _deep("<details>", "</details>"),
    "figures": _repeated("<figure><figcaption>a</figcaption></figure>"),
    "math": _deep("<math>", "</math>"),
    "templates": _deep("<template>", "</template>"),
    "nobr": _repeated("<nobr>a"),
}
_MAIL_HEAD = "Subject: x\nFrom: a@b.c\nMIME-Version: 1.0\n"


def _parts(part: str) -> Family:
    def made(size: int) -> bytes:
        head = _MAIL_HEAD + 'Content-Type: multipart/mixed; boundary="B"\n\n'
        body = "--B\nContent-Type: text/plain\n\nhello\n"
        return (head + body + _again("--B\n" + part + "\n", size) + "--B--\n").encode()

    return made


def _header(name: str, value: str, repeated: str, end: str = "") -> Family:
    def made(size: int) -> bytes:
        parts = "".join(repeated.replace("#", str(number)) for number in range(size // (len(repeated) + 4)))
        return f"{_MAIL_HEAD}{name}: {value}{parts}{end}\n\nhello\n".encode()

    return made


def _mails_in_mails(size: int) -> bytes:
    depth = size // 60
    return (("Subject: x\nContent-Type: message/rfc822\n\n" * depth) + "Subject: y\n\nz").encode()


def _nested_parts(size: int) -> bytes:
    depth = size // 90
    heads = "".join(f'--B{n}\nContent-Type: multipart/mixed; boundary="B{n + 1}"\n\n' for n in range(depth))
    return (_MAIL_HEAD + 'Content-Type: multipart/mixed; boundary="B0"\n\n' + heads + "a").encode()


_MAIL: dict[str, Family] = {
    "continued parameters": _header("Content-Type", "text/plain", "; name*#=a"),
    "continued parameters, encoded": _header("Content-Type", "text/plain", "; name*#*=%41"),
    "continued parameters of one number": _header("Content-Type", "text/plain", "; name*0=a"),
    "different parameters": _header("Content-Type", "text/plain", "; n#=a"),
    "one parameter again": _header("Content-Type", "text/plain", "; charset=utf-8"),
    "parameters on lines": _header("Content-Type", "text/plain", ";\n n#=a"),
    "semicolons": _header("Content-Type", "text/plain", ";"),
    "comments in a type": _header("Content-Type", "text/plain", "(", ")"),
    "quotes in a type": _header("Content-Type", 'text/plain; name="', "\\", '"'),
    "parameters of a disposition": _header("Content-Disposition", "attachment", "; filename*#=a"),
    "parameters of an encoding": _header("Content-Transfer-Encoding", "base64", "; a=b"),
    "a version with comments": _header("MIME-Version", "1.0 ", "(a)"),
    "addresses": _header("To", "a@b.c", ", a# <a#@b.c>"),
    "addresses without commas": _header("To", "", "a "),
    "addresses with comments": _header("To", "a@b.c ", "(a)"),
    "addresses in nested comments": _header("To", "a@b.c ", "("),
    "addresses of quotes": _header("To", "", '"a" '),
    "addresses of angles": _header("To", "", "<"),
    "addresses of ats": _header("To", "", "@"),
    "addresses of dots": _header("To", "a", ".a"),
    "addresses of groups": _header("To", "", "a:b@c.d;,"),
    "addresses of routes": _header("To", "<", "@a,", ":a@b.c>"),
    "addresses on lines": _header("To", "a@b.c", ",\n a#@b.c"),
    "commas": _header("Cc", "", ","),
    "brackets in an address": _header("To", "a@", "["),
    "encoded words": _header("Subject", "", "=?utf-8?q?a?= "),
    "encoded words without spaces": _header("Subject", "", "=?utf-8?q?a?="),
    "encoded words never closed": _header("Subject", "", "=?utf-8?q?a"),
    "encoded words of unknown sets": _header("Subject", "", "=?x-#?q?a?= "),
    "encoded words in an address": _header("To", "", "=?utf-8?q?a?= "),
    "encoded starts": _header("Subject", "", "=?"),
    "one long encoded word": _header("Subject", "=?utf-8?b?", "YWJj", "?="),
    "one long word": _header("Subject", "", "a"),
    "spaces in a subject": _header("Subject", "", " ", "x"),
    "subject on lines": _header("Subject", "a", "\n b"),
    "a long date": _header("Date", "Mon, ", "1 "),
    "a long zone": _header("Date", "Mon, 06 May 2024 09:00:00 +", "1"),
    "a date with comments": _header("Date", "Mon, 06 May 2024 09:00:00 +0000 ", "(a)"),
    "message ids": _header("Message-ID", "", "<a@b>"),
    "references": _header("References", "", " <a#@b>"),
    "headers": lambda size: (_MAIL_HEAD + _numbered("X-{0}: a\n")(size).decode() + "\nhello").encode(),
    "headers of one name": lambda size: (_again("To: a@b.c\n", size) + _MAIL_HEAD + "\nhello").encode(),
    "types": lambda size: (_again("Content-Type: text/plain; a=b\n", size) + "\nhello").encode(),
    "no headers": lambda size: (_MAIL_HEAD + _again("hello ", size)).encode(),
    "lines of one letter": lambda size: (_MAIL_HEAD + "\n" + _again("a\n", size)).encode(),
    "carriage returns": lambda size: (_MAIL_HEAD + "\n" + _again("\r", size)).encode(),
    "carriage returns in the head": lambda size: (_MAIL_HEAD + _again("a:b\r", size)).encode(),
    "parts": _parts("Content-Type: text/plain\n\na"),
    "parts without a head": _parts("\na"),
    "empty parts": _parts(""),
    "attachments": _parts('Content-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"\n\na'),
    "attachments with long names": _parts(
        'Content-Type: text/plain\nContent-Disposition: attachment; filename="' + "a " * 300 + '.txt"\n\na'
    ),
    "mails in parts": _parts("Content-Type: message/rfc822\n\nSubject: a\n\nb"),
    "parts of no end": _parts('Content-Type: multipart/mixed; boundary="C"\n\n--C\n\na'),
    "pages": _parts("Content-Type: text/html\n\n<p>a"),
    "related pages": _parts(
        'Content-Type: multipart/related; boundary="C"\n\n--C\nContent-Type: text/html\n\n<p>a\n--C--\n'
    ),
    "delivery reports": _parts("Content-Type: message/delivery-status\n\n" + "a: b\n\n" * 50),
    "mails in mails": _mails_in_mails,
    "parts in parts": _nested_parts,
    "a long boundary": lambda size: (
        _MAIL_HEAD
        + 'Content-Type: multipart/mixed; boundary="'
        + "B" * (size // 2)
        + '"\n\n'
        + _again("--B\n", size // 2)
    ).encode(),
    "lines like a boundary": lambda size: (
        _MAIL_HEAD + 'Content-Type: multipart/mixed; boundary="B"\n\n--B\n\n' + _again("--B-\n", size)
    ).encode(),
    "base64": lambda size: (_MAIL_HEAD + "Content-Transfer-Encoding: base64\n\n" + _again("YWJj\n", size)).encode(),
    "broken base64": lambda size: (_MAIL_HEAD + "Content-Transfer-Encoding: base64\n\n" + _again("=", size)).encode(),
    "quoted-printable": lambda size: (
        _MAIL_HEAD + "Content-Transfer-Encoding: quoted-printable\n\n" + _again("=41=\n", size)
    ).encode(),
    "uuencoding": lambda size: (
        _MAIL_HEAD + "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n" + _again('"86$ \n', size) + "end\n"
    ).encode(),
    "quotes of who wrote": lambda size: (
        _MAIL_HEAD + "\n" + _again("On 1 May 2026 a@b.c wrote:\n> a\n", size)
    ).encode(),
    "who wrote, never ended": lambda size: (_MAIL_HEAD + "\n" + _again("On 1 May 2026 a@b.c wrote\n", size)).encode(),
    "quotes in quotes": lambda size: (_MAIL_HEAD + "\n" + _again("> ", size) + "a").encode(),
    "quotes and answers": lambda size: (_MAIL_HEAD + "\n" + _again("> a?\nb\n", size)).encode(),
    "questions in one quote": lambda size: (_MAIL_HEAD + "\n" + _again("> a? b.\n", size) + "c").encode(),
    "mails passed on": lambda size: (
        _MAIL_HEAD + "\n" + _again("From: a@b.c\nDate: 1 May\nSubject: x\n\n", size)
    ).encode(),
    "senders": lambda size: (_MAIL_HEAD + "\n" + _again("From: a\n", size)).encode(),
    "marks of a signature": lambda size: (_MAIL_HEAD + "\n" + _again("--\na\n", size)).encode(),
    "disclaimers": lambda size: (_MAIL_HEAD + "\n" + _again("This message a ", size)).encode(),
    "lines of disclaimers": lambda size: (_MAIL_HEAD + "\n" + _again("This message is\n", size)).encode(),
    "quoted pages": lambda size: (
        _MAIL_HEAD + "Content-Type: text/html\n\n" + _again("<blockquote type=cite>a", size)
    ).encode(),
    "a page": lambda size: (_MAIL_HEAD + "Content-Type: text/html\n\n" + _again("<p>a", size)).encode(),
    "a page of attributes": lambda size: (
        _MAIL_HEAD + "Content-Type: text/html\n\n<p" + _numbered(" a{0}=1")(size).decode() + ">x"
    ).encode(),
}
_OTHERS: dict[str, Family] = {
    "csv: one row": _repeated("a,"),
    "csv: one column": _repeated("a\n"),
    "csv: a quote never closed": lambda size: b'a,b\n"' + b"a,b\n" * (size // 4),
    "csv: a quote a line": _repeated('"a\n'),
    "csv: quotes": _repeated('"'),
    "csv: doubled quotes": _repeated('a,"b""c"\n'),
    "csv: one wide row and many short ones": lambda size: b"a," * (size // 4) + b"\n" + b"a,b\n" * (size // 8),
    "csv: a long field": lambda size: b"a,b\n" + b"c" * size,
    "csv: delimiters of every kind": _repeated("a,b;c\td|e:f\n"),
    "csv: bars": _repeated("a|b|c\n"),
    "csv: empty cells": _repeated(",,,,\n"),
    "rtf: short lines": _repeated("a\\par\n", "{\\rtf1 "),
    "rtf: merged rows": _repeated("\\trowd\\clvmrg\\cellx1\\cellx99\\intbl a\\cell b\\cell\\row", "{\\rtf1 "),
    "rtf: columns": _numbered("\\trowd\\cellx{0}00\\intbl a\\cell\\row", "{\\rtf1 ", "}"),
    "rtf: boxes in notes": _repeated("{\\shptxt a {\\footnote b ", "{\\rtf1 "),
    "rtf: groups": _deep("{", "}", "{\\rtf1 "),
    "rtf: groups never closed": _repeated("{", "{\\rtf1 "),
    "rtf: ends": _repeated("}", "{\\rtf1 "),
    "rtf: groups that are ignored": _repeated("{\\*\\a b}", "{\\rtf1 "),
    "rtf: binary": _repeated("\\bin99999999 ", "{\\rtf1 "),
    "rtf: fonts": _numbered("{{\\f{0}\\fcharset0 A;}}", "{\\rtf1{\\fonttbl", "}a\\par}"),
    "rtf: uses of fonts": _numbered("\\f{0} a", "{\\rtf1{\\fonttbl{\\f1\\fcharset238 A;}}"),
    "rtf: letters by number": _repeated("\\u8364?", "{\\rtf1 "),
    "rtf: skipped letters": _repeated("\\uc999999\\u8364?", "{\\rtf1 "),
    "rtf: letters by byte": _repeated("\\'e9", "{\\rtf1 "),
    "rtf: words": _repeated("\\a", "{\\rtf1 "),
    "rtf: one long word": lambda size: b"{\\rtf1 \\" + b"a" * size + b"}",
    "rtf: one long number": lambda size: b"{\\rtf1 \\u" + b"1" * size + b"}",
    "rtf: rows": _repeated("\\trowd a\\cell b\\cell\\row ", "{\\rtf1 "),
    "rtf: links": _repeated('{\\field{\\*\\fldinst{HYPERLINK "a"}}{\\fldrslt b}}', "{\\rtf1 "),
    "rtf: links never closed": _repeated('{\\field{\\*\\fldinst{HYPERLINK "a"', "{\\rtf1 "),
    "rtf: links without an end": _repeated("HYPERLINK ", "{\\rtf1 "),
    "rtf: paragraphs": _repeated("a\\par\n", "{\\rtf1 "),
    "rtf: pictures": _repeated("{\\pict 00ff}", "{\\rtf1 "),
    "rtf: one picture": lambda size: b"{\\rtf1 {\\pict " + b"00" * (size // 2) + b"}a}",
    "rtf: spaces": lambda size: b"{\\rtf1 {" + b" " * size + b"}a}",
    "rtf: spaces and fields": _repeated("{\\field{\\*\\fldinst {          ", "{\\rtf1 "),
    "mbox: mails": _repeated("From a Mon May  4 20:00:00 2026\nSubject: x\n\na\n\n"),
    "mbox: one mail": lambda size: b"From a Mon May  4 20:00:00 2026\nSubject: x\n\n" + b"From a\n\n" * (size // 8),
    "mbox: a long first line": lambda size: b"From a Mon May  4 20:00:00 2026" + b"0" * size + b"\nSubject: x\n\na",
    "ics: events": _repeated("BEGIN:VEVENT\nSUMMARY:a\nDTSTART:20260504T090000\nEND:VEVENT\n", "BEGIN:VCALENDAR\n"),
    "ics: people of one event": _repeated("ATTENDEE;CN=a:mailto:a@b.c\n", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\n"),
    "ics: begun and never ended": _repeated("BEGIN:VEVENT\n", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\n"),
    "ics: parameters": _repeated(';A="b"', "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY", ":a\n"),
    "ics: quotes in parameters": _repeated('"', "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;A=", ":a\n"),
    "ics: lines of one value": _repeated("\n a", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a"),
    "ics: escapes": _repeated("\\n", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDESCRIPTION:a", "b\n"),
    "ics: a long rule": _repeated("BYDAY=MO;", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\nRRULE:FREQ=DAILY;", "\n"),
    "srt: cues": _numbered("{0}\n00:00:01,000 --> 00:00:02,000\na\n\n"),
    "vtt: cues": _repeated("00:01.000 --> 00:02.000\na\n\n", "WEBVTT\n\n"),
    "vtt: speakers": _repeated("00:01.000 --> 00:02.000\n<v A>a\n\n", "WEBVTT\n\n"),
    "vtt: different speakers": _numbered("00:01.000 --> 00:02.000\n<v A{0}>a\n\n", "WEBVTT\n\n"),
    "vtt: lines of one cue": _repeated("a\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n"),
    "vtt: classes of a speaker": _repeated(".a", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v"),
    "vtt: lines without times": _repeated("a\n", "WEBVTT\n"),
    "vtt: digits": _repeated("00:", "WEBVTT\n"),
    "jsonl: records": _numbered('{{"text": "a", "id": "{0}"}}\n'),
    "jsonl: one record": lambda size: json.dumps({"text": "a " * (size // 2)}).encode(),
    "jsonl: one tag": lambda size: json.dumps({"text": "a", "tags": "a," * (size // 2)}).encode(),
    "jsonl: tags": lambda size: json.dumps({"text": "a", "tags": ["a"] * (size // 5)}).encode(),
    "jsonl: a long date": lambda size: json.dumps({"text": "a", "published_at": "1" * size}).encode(),
    "jsonl: a date of spaces": lambda size: json.dumps({"text": "a", "published_at": "x" + " " * size + "x"}).encode(),
    "jsonl: nested": lambda size: b'{"text": "a", "b": ' + b"[" * (size // 2) + b"]" * (size // 2) + b"}",
    "jsonl: a long number": lambda size: b'{"text": "a", "id": ' + b"1" * size + b"}",
    "jsonl: a long title": lambda size: json.dumps({"text": "a", "title": "- " * (size // 2)}).encode(),
    "jsonl: keys": _numbered('"k{0}": 1, ', '{"text": "a", ', '"z": 1}'),
    "jsonl: blank lines": lambda size: b'{"text": "a"}\n' + b"\n" * size,
    "ipynb: cells": lambda size: json.dumps({"cells": [{"cell_type": "code", "source": "a"}] * (size // 40)}).encode(),
    "ipynb: cells of Markdown": lambda size: json.dumps(
        {"cells": [{"cell_type": "markdown", "source": "# a"}] * (size // 46)}
    ).encode(),
    "ipynb: outputs": lambda size: json.dumps(
        {"cells": [{"cell_type": "code", "source": "a", "outputs": [{"text": "b"}] * (size // 15)}]}
    ).encode(),
    "ipynb: lines": lambda size: json.dumps({"cells": [{"cell_type": "code", "source": ["a"] * (size // 5)}]}).encode(),
    "ipynb: pictures": lambda size: json.dumps(
        {"cells": [{"cell_type": "markdown", "source": "![" * (size // 2)}]}
    ).encode(),
    "ipynb: nested": lambda size: b'{"cells": ' + b"[" * (size // 2) + b"]" * (size // 2) + b"}",
    "txt: headings": _repeated("Heading\n\n" + "b" * 130 + "\n\n"),
    "txt: damaged UTF-8": lambda size: b"\xc3\xa9" * (size // 4) + b"\xff\xfd",
    "txt: Latin": lambda size: b"caf\xe9 na\xefve " * (size // 11),
    "txt: Latin with few marks": lambda size: b"word " * (size // 5) + b"\xe9\xe8",
    "txt: bytes above": lambda size: bytes(range(128, 256)) * (size // 128),
    "txt: Cyrillic": lambda size: "привет мир ".encode("cp1251") * (size // 11),
    "txt: Japanese": lambda size: "日本語テキスト。".encode("shift_jis") * (size // 16),
    "txt: a new reading": lambda size: b"\x1b$B" * (size // 3),
    "txt: UTF-7": lambda size: b"\xff" + b"+AGE-" * (size // 5),
    "txt: UTF-16": lambda size: b"a\x00" * (size // 2),
    "txt: UTF-32": lambda size: b"\xff\xfe\x00\x00" + b"a\x00\x00\x00" * (size // 4),
    "txt: a list": _repeated("1. a\n"),
    "txt: dates": _repeated("San José, 12 September 2025"),
}
FAMILIES: dict[str, Family] = (
    {f"md: {name}": family for name, family in _MARKDOWN.items()}
    | {f"html: {name}": family for name, family in _HTML.items()}
    | {f"eml: {name}": family for name, family in _MAIL.items()}
    | _OTHERS
)
"""By a name that begins with the format."""
