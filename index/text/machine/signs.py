"""What lines of code, settings, data and logs look like, told from lines of prose."""

import re

__all__ = [
    "closes",
    "indent_of",
    "is_bare_closing",
    "is_code",
    "is_endless",
    "is_remark",
    "is_setting",
    "opens_entry",
    "opens_part",
]

_LONGEST_LOOKED_AT = 300
"""Characters from the start of a line that say what it is."""

_TAB = 4
_ENDLESS = re.compile(r"[!-~]{400}")
_BRACKETS = re.compile(r"[\s{}\[\]()<>,;]+")
_CODE = re.compile(
    r"\s*(?:"
    r"\"\"\"|'''|#(?:include|define|undef|ifdef|ifndef|if|endif|pragma)\b|#!/|//|/\*|\*/|<!--|\$ \w"
    r"|(?:async )?(?:def|function|func|fn|fun|sub)\s+[\w.]+\s*[(<\[]|class\s+\w+\s*(?:[(:{<]|extends\b|implements\b)"
    r"|(?:import|package|using|require|use)\s+[\w.:*/\"']+;?\s*$|from\s+[\w.]+\s+import\b|import\s.{1,100}\sfrom\s"
    r"|(?:export|const|let|var|val|public|private|protected|static|final|typedef|struct|enum|interface)\s+[\w<>\[\]]+.*"
    r"[;={(]\s*$|(?:const|let|var|val|export)\s+\w+\s*="
    r"|(?:if|elif|for|foreach|while|switch|catch)\s?\(.*[){;]\s*$|(?:if|elif|while|for|with|except|case)\s.*:\s*$"
    r"|(?:for|while|if|elif)\s.*;\s*(?:do|then)\s*$|(?:return|throw|raise|yield|await|goto)\s.*[\]})(_.\"'=;]"
    r"|(?:fi|done|esac|pass|break|continue|return|endif|else:|try:|finally:|end|then|do)\s*;?\s*$"
    r"|@[A-Za-z_][\w.]*(?:\(.*)?$"
    r"|\"[^\"\n]{1,200}\"\s*:\s*(?:[\"{\[]|-?\d|true\b|false\b|null\b)"
    r"|[A-Za-z_$][\w.$\-\[\]\"']*(?:\s?:\s?[\w\[\], |.]{1,60})?\s*(?:[+*/|&:?-]?=)(?!=)\s*\S"
    r"|[\w.$:]{0,80}\w\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)(?:;|,|:|\s\{)?\s*$"
    r"|[a-z-]{2,40}\s*:\s*[^;\n]+;\s*$"
    r"|</?[A-Za-z][\w:.-]*(?:\s[^<>\n]*)?/?>"
    r"|(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (?:UNIQUE )?(?:TABLE|INDEX|VIEW|TYPE)|ALTER TABLE|DROP TABLE)\s"
    r"|(?:FROM|WHERE|(?:LEFT |RIGHT |INNER |OUTER )?JOIN|GROUP BY|ORDER BY|VALUES|HAVING|LIMIT|SET)\s+\S"
    r")"
)
_CODE_ENDS = ("{", "};", "});", ");", "},", "])", "],", " \\", "({", "=>", "&&", "||")
_SHELL = re.compile(r"\"\$|\$[({]|\s--[a-z][a-z-]+(?:[= ]|$)")
_SETTING = re.compile(r"\s*(?:- )?[\"']?[a-z_][A-Za-z0-9_.-]{0,60}[\"']?:(?:\s|$)|\s*-\s+\S|\s*#")
_PART = re.compile(r"\[{1,2}[\w \"'.:/-]{1,80}\]{1,2}\s*$")
_REMARK = re.compile(r"\s+\*|\s*(?:#(?!include|define|if|endif|pragma|else|undef)|//|/\*|--\s|;\s|<!--|@[A-Za-z_])")
_CLOSES = re.compile(
    r"\s*(?:[}\])]|&&|\|\|?|</"
    r"|(?:end|fi|done|esac|endif|else|elif|except|finally|catch|rescue|elsif|ensure)\b(?!\s*[=(.])"
    r"|(?:FROM|WHERE|(?:LEFT |RIGHT |INNER |OUTER |CROSS )?JOIN|ON|AND|OR|GROUP BY|ORDER BY|HAVING|LIMIT|UNION|VALUES"
    r"|SET|RETURNING)\s)"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
_ENTRY = re.compile(
    r"[\[(<]?(?:"
    rf"\d{{4}}[-/.]\d\d[-/.]\d\d[T _,|-]{{1,3}}{_CLOCK}"
    rf"|\d{{1,2}}[-/.](?:\d{{1,2}}|{_MONTH})[-/.]\d{{2,4}}[ ,T:]{{1,2}}{_CLOCK}"
    rf"|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s)?{_MONTH}\s{{1,2}}\d{{1,2}}\s(?:\d{{4}}\s)?\d\d:\d\d:\d\d"
    r"|\d\d:\d\d:\d\d[.,]\d{3}\b(?!\s-->)"
    r"|[IWEF]\d{4}\s\d\d:\d\d:\d\d"
    r"|\s{0,6}\d{1,9}\.\d{6}\]"
    r"|(?:ts|time|timestamp|level|lvl)="
    r")"
    r"|[0-9a-fA-F:.]{3,45}\s\S{1,80}\s\S{1,80}\s\[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d"
    r"|\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\]?(?:\s|:\s?)\S"
    r"|\{\".{1,300}[}\]]\s*$"
)


def is_code(line: str) -> bool:
    """Tell whether a line is one of code or data, as surely as a line alone can."""
    start = line[:_LONGEST_LOOKED_AT]
    end = line[-_LONGEST_LOOKED_AT:].rstrip()
    return bool(_BRACKETS.fullmatch(start) or _CODE.match(start) or end.endswith(_CODE_ENDS) or _SHELL.search(start))


def is_setting(line: str) -> bool:
    """Tell whether a line may be one of YAML: a key that is no word of prose, an item, or a remark."""
    return _SETTING.match(line[:_LONGEST_LOOKED_AT]) is not None


def is_endless(line: str) -> bool:
    """Tell whether a line has a word that no one reads, such as a picture in letters."""
    return len(line) >= _LONGEST_LOOKED_AT and _ENDLESS.search(line) is not None


def opens_entry(line: str) -> bool:
    """Tell whether a line begins an entry of a log: with its time, or how grave it is."""
    return _ENTRY.match(line[:_LONGEST_LOOKED_AT] if line[:1] != "{" else _ends(line)) is not None


def opens_part(line: str) -> bool:
    """Tell whether a line names a part of a file of settings: “[lamp]”."""
    return _PART.match(line) is not None


def is_remark(line: str) -> bool:
    """Tell whether a line speaks of the one below it: a comment, or a decorator."""
    return _REMARK.match(line[:_LONGEST_LOOKED_AT]) is not None


def closes(line: str) -> bool:
    """Tell whether a line ends, or goes on with, what a line of the same indentation began."""
    return _CLOSES.match(line) is not None


def is_bare_closing(line: str) -> bool:
    """Tell whether a line has nothing but closing brackets, or a word that stands for one."""
    return line.strip(" \t)}],;") in ("", "end", "fi", "done", "esac", "endif") or (
        line.lstrip().startswith("</") and line.count("<") == 1
    )


def indent_of(line: str) -> int:
    """Return how many columns a line is indented."""
    blank = line[: len(line) - len(line.lstrip())]
    return len(blank) + (_TAB - 1) * blank.count("\t")


def _ends(line: str) -> str:
    """Return the beginning and the end of an object on one line."""
    return line if len(line) <= _LONGEST_LOOKED_AT else line[:100] + line[-100:]
