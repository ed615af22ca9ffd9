"""The Japanese texts of the screens, without the gettext programs (make check, make run).

    python -m smsnotify.catalogues extract            bring locale/ja up to date with the sources
    python -m smsnotify.catalogues fill FILE.json...  the same, then fill in translations
    python -m smsnotify.catalogues check              exit 1 and a line for each text that is not in order
    python -m smsnotify.catalogues compile            write the .mo files that Django reads

Texts stand in English in the sources; English needs no catalogue of its own. A FILE.json is an object of text
and translation: `{"Send": "送信"}`; a plural's key is `one|many`, a context's `context\\u0004text`.

The catalogue holds no dates and no line numbers and is sorted: it changes only where a text does.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as gettext_calls
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

# Every folder that may hold texts. The simulator stands for carriers and has no catalogue.
SOURCES = (
    "smsnotify",
    "accounts",
    "customers",
    "templates_app",
    "tracking",
    "messaging",
    "campaigns",
    "templates",
)
LANGUAGE = "ja"
CATALOGUE = Path("locale", LANGUAGE, "LC_MESSAGES", "django.po")

_HEADER = """msgid ""
msgstr ""
"Language: ja\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_PYTHON = "babel.messages.extract:extract_python"
# Which arguments of a call are texts, in Babel's words: 1-based, "c" for the context.
_CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_COMMENT = re.compile(r"\{#[^\n]*?#\}|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}", re.DOTALL)
_HOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")

# A text, or its singular and plural.
Text = str | tuple[str, str]
# A context, or None, and a text.
Key = tuple[str | None, Text]


def texts_of_python(source: str) -> set[Key]:
    """The texts that a Python source hands to gettext."""
    return set(_keys(source))


def texts_of_template(source: str) -> set[Key]:
    """The texts of a Django template. Raises SyntaxError where a translated block holds other tags."""
    # Django writes the template's tags as Python calls. Comments would become Python's and hide the rest of their
    # line; indented as they stood, the calls would be no Python.
    calls = templatize(_COMMENT.sub("", source))
    return set(_keys("\n".join(line.strip() for line in calls.splitlines())))


def _keys(source: str) -> Iterator[Key]:
    file = BytesIO(source.encode())
    for _, text, _, context in gettext_calls(_PYTHON, file, _CALLS, options={"encoding": "utf-8"}):
        yield context, text if isinstance(text, str) else (text[0], text[1])


def texts_in(root: Path) -> set[Key]:
    """The texts of all sources below a project's root."""
    found: set[Key] = set()
    for folder in SOURCES:
        for path in sorted(root.joinpath(folder).rglob("*")):
            if path.suffix == ".py" and "gettext" in (source := path.read_text("utf-8")):
                found |= texts_of_python(source)
            elif path.suffix in (".html", ".txt") and "templates" in path.parts:
                found |= texts_of_template(path.read_text("utf-8"))
    return found


def catalogue_in(root: Path) -> Catalog:
    """The catalogue as it stands; an empty one where there is none."""
    path = root / CATALOGUE
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _by_key(catalogue: Catalog) -> dict[Key, Message]:
    return {(message.context, _text(message)): message for message in catalogue if message.id}


def _text(message: Message) -> Text:
    return message.id if isinstance(message.id, str) else (message.id[0], message.id[1])


def _translation(message: Message) -> str:
    # Japanese has one form for all numbers.
    return message.string if isinstance(message.string, str) else (message.string or ("",))[0]


def extract(root: Path) -> Catalog:
    """Write the catalogue anew: the sources' texts, with the translations it had."""
    known = _by_key(catalogue_in(root))
    catalogue = Catalog(locale=LANGUAGE)
    for context, text in texts_in(root):
        message = known.get((context, text))
        string = _translation(message) if message is not None else ""
        fuzzy = message is not None and message.fuzzy
        _add(catalogue, (context, text), string, flags=["fuzzy"] if fuzzy else [])
    _write(root, catalogue)
    return catalogue


def _add(catalogue: Catalog, key: Key, string: str, flags: Sequence[str] = ()) -> None:
    context, text = key
    catalogue.add(
        text,
        string if isinstance(text, str) else (string,),
        context=context,
        flags=flags,
    )


def _write(root: Path, catalogue: Catalog) -> None:
    body = BytesIO()
    write_po(
        body,
        catalogue,
        width=0,
        omit_header=True,
        no_location=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    path = root / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_HEADER.encode() + body.getvalue())


def fill(root: Path, files: Iterable[Path]) -> list[str]:
    """Extract, then take in translations.

    Gives a line for each translation that no source asks for, or that two files differ about (the first
    counts).
    """
    catalogue = extract(root)
    keys = {_as_json_key(key): key for key in _by_key(catalogue)}
    taken: dict[str, str] = {}
    remarks = []
    for path in files:
        for key, string in json.loads(path.read_text("utf-8")).items():
            if key not in keys:
                remarks.append(f"{path.name}: no source has this text: {_quoted(key)}")
            elif taken.setdefault(key, string) != string:
                remarks.append(f"{path.name}: translated otherwise in an earlier file: {_quoted(key)}")
            else:
                context, text = keys[key]
                catalogue.delete(text, context)
                _add(catalogue, keys[key], string)
    _write(root, catalogue)
    return remarks


def _as_json_key(key: Key) -> str:
    context, text = key
    joined = text if isinstance(text, str) else "|".join(text)
    return joined if context is None else f"{context}\x04{joined}"


def _quoted(key: str) -> str:
    # Of one line, and ready to be copied into a FILE.json.
    return json.dumps(key, ensure_ascii=False)


def problems_in(root: Path) -> list[str]:
    """A line for each text that is missing, fuzzy, stale, or has other placeholders than the English."""
    wanted = texts_in(root)
    known = _by_key(catalogue_in(root))
    problems = [f"stale: {_quoted(_as_json_key(key))}" for key in known if key not in wanted]
    for key in wanted:
        message = known.get(key)
        if message is None or not _translation(message):
            problems.append(f"missing: {_quoted(_as_json_key(key))}")
        elif message.fuzzy:
            problems.append(f"fuzzy: {_quoted(_as_json_key(key))}")
        elif _holders(key[1]) != _holders(_translation(message)):
            problems.append(f"placeholders differ: {_quoted(_as_json_key(key))}")
    return sorted(problems)


def _holders(text: Text) -> list[str]:
    return sorted(set(_HOLDER.findall(text if isinstance(text, str) else text[1])))


def compile_catalogue(root: Path) -> Path:
    """Write the .mo file beside the catalogue and give its path."""
    target = (root / CATALOGUE).with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalogue_in(root))
    return target


def main(arguments: Sequence[str], root: Path) -> int:
    """The command's exit status. Remarks and problems go to stderr, a line each."""
    parser = argparse.ArgumentParser(
        prog="python -m smsnotify.catalogues", description="The texts of the screens."
    )
    parser.add_argument("action", choices=["extract", "fill", "check", "compile"])
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE.json",
        help="translations to fill in",
    )
    options = parser.parse_args(arguments)
    lines: list[str] = []
    match options.action:
        case "extract":
            extract(root)
        case "fill":
            lines = fill(root, options.files)
        case "check":
            lines = problems_in(root)
        case "compile":
            compile_catalogue(root)
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return 1 if lines and options.action == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parent.parent))
