"""The catalogues of texts: nothing untranslated, nothing stale, and the same catalogue from the same sources."""

import gettext
import json
from pathlib import Path

import pytest
from django.utils import translation

from smsnotify.catalogues import (
    CATALOGUE,
    compile_catalogue,
    extract,
    fill,
    main,
    problems_in,
    texts_of_python,
    texts_of_template,
)

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext

title = _("Send")
text = ngettext("one message to %(name)s", "%(count)s messages to %(name)s", count)
"""
TEMPLATE = '<h1>{% translate "History" %}</h1>'
TRANSLATIONS = {
    "Send": "送信",
    "one message to %(name)s|%(count)s messages to %(name)s": "%(name)sへ%(count)s通",
    "History": "送信履歴",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two sources whose texts are all translated."""
    write(tmp_path / "messaging/views.py", PYTHON)
    write(tmp_path / "messaging/templates/messaging/list.html", TEMPLATE)
    assert fill(tmp_path, [translations(tmp_path, "all", TRANSLATIONS)]) == []
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def translations(project: Path, name: str, texts: dict[str, str]) -> Path:
    return write(project / f"{name}.json", json.dumps(texts, ensure_ascii=False))


def change(project: Path, old: str, new: str) -> None:
    path = project / CATALOGUE
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_every_way_to_mark_a_text_in_python_is_read() -> None:
    source = """
def view():
    first = _("plain") + gettext("long "
        "text") + gettext_lazy("lazy") + str(gettext_noop("marked"))
    second = ngettext("one", "%(n)s many", n) + ngettext_lazy("lazy one", "lazy many", "n")
    third = pgettext("month", "May") + npgettext("post", "letter", "%(n)s letters", n)
    return format("not a text"), _(variable)
"""
    assert texts_of_python(source) == {
        (None, "plain"),
        (None, "long text"),
        (None, "lazy"),
        (None, "marked"),
        (None, ("one", "%(n)s many")),
        (None, ("lazy one", "lazy many")),
        ("month", "May"),
        ("post", ("letter", "%(n)s letters")),
    }


def test_every_way_to_mark_a_text_in_a_template_is_read() -> None:
    source = """{% load i18n %}
    <p title="{% translate 'Open it' %}">{% translate "May" context "month" %}</p>
        <p>It's (not marked, and "quotes" do no harm: {{ value }}</p>
  {% blocktranslate trimmed with name=person.name %}
      Hello {{ name }},
      welcome
  {% endblocktranslate %}
      {% blocktranslate count n=total %}one of {{ n }}{% plural %}{{ n }} in all{% endblocktranslate %}
    {% comment %}Translators: said to a shop{% endcomment %}{% trans "At 100%" as limit %}
    {% include "part.html" with word=_("Passed on") %}{{ value|default:_("nothing") }}
"""
    assert texts_of_template(source) == {
        (None, "Open it"),
        ("month", "May"),
        (None, "Hello %(name)s, welcome"),
        (None, ("one of %(n)s", "%(n)s in all")),
        (None, "At 100%%"),
        (None, "Passed on"),
        (None, "nothing"),
    }


def test_a_translated_block_with_other_tags_inside_is_an_error() -> None:
    with pytest.raises(SyntaxError, match="must not include other block tags"):
        texts_of_template("{% blocktranslate %}a {% if b %}c{% endif %}{% endblocktranslate %}")


def test_a_catalogue_in_order_has_no_problems(project: Path) -> None:
    assert problems_in(project) == []


def test_a_text_without_translation_is_missing_before_and_after_extraction(project: Path) -> None:
    write(
        project / "accounts/forms.py", 'from django.utils.translation import gettext\ngettext("New\\nline")\n'
    )
    assert problems_in(project) == ['missing: "New\\nline"']
    extract(project)
    assert problems_in(project) == ['missing: "New\\nline"']


def test_a_translation_that_no_source_asks_for_is_stale_until_extracted(project: Path) -> None:
    write(project / "messaging/templates/messaging/list.html", "<h1>1</h1>")
    assert problems_in(project) == ['stale: "History"']
    extract(project)
    assert problems_in(project) == []


def test_a_fuzzy_translation_is_a_problem_and_extraction_does_not_hide_it(project: Path) -> None:
    change(project, 'msgid "History"', '#, fuzzy\nmsgid "History"')
    assert problems_in(project) == ['fuzzy: "History"']
    extract(project)
    assert problems_in(project) == ['fuzzy: "History"']


@pytest.mark.parametrize("wrong", ["%(name)sへ", "%(name)sへ%(kount)s通", "%(name)sへ%(count)s通 %(more)s"])
def test_a_translation_with_other_placeholders_is_a_problem(project: Path, wrong: str) -> None:
    change(project, "%(name)sへ%(count)s通", wrong)
    assert problems_in(project) == [
        'placeholders differ: "one message to %(name)s|%(count)s messages to %(name)s"'
    ]


def test_the_catalogue_is_sorted_and_holds_neither_dates_nor_places(project: Path) -> None:
    assert (project / CATALOGUE).read_text("utf-8") == (
        'msgid ""\n'
        'msgstr ""\n'
        '"Language: ja\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n'
        "\n"
        'msgid "History"\n'
        'msgstr "送信履歴"\n'
        "\n"
        'msgid "Send"\n'
        'msgstr "送信"\n'
        "\n"
        "#, python-format\n"
        'msgid "one message to %(name)s"\n'
        'msgid_plural "%(count)s messages to %(name)s"\n'
        'msgstr[0] "%(name)sへ%(count)s通"\n'
        "\n"
    )


def test_extracting_again_changes_nothing(project: Path) -> None:
    before = (project / CATALOGUE).read_bytes()
    extract(project)
    assert (project / CATALOGUE).read_bytes() == before


def test_filling_in_says_what_it_did_not_take(project: Path) -> None:
    first = translations(project, "first", {"Send": "送る", "Gone": "なし"})
    second = translations(project, "second", {"Send": "発信", "History": "履歴"})
    assert fill(project, [first, second]) == [
        'first.json: no source has this text: "Gone"',
        'second.json: translated otherwise in an earlier file: "Send"',
    ]
    known = compiled(project)
    assert [known.gettext("Send"), known.gettext("History")] == ["送る", "履歴"]


def test_a_translation_with_a_context_is_filled_in_by_context_and_text(project: Path) -> None:
    write(project / "templates/base.html", '{% translate "May" context "month" %}{% translate "May" %}')
    assert fill(project, [translations(project, "more", {"month\x04May": "5月", "May": "できる"})]) == []
    assert problems_in(project) == []
    known = compiled(project)
    assert [known.pgettext("month", "May"), known.gettext("May")] == ["5月", "できる"]


def test_what_is_compiled_is_what_was_filled_in(project: Path) -> None:
    known = compiled(project)
    one, many = "one message to %(name)s", "%(count)s messages to %(name)s"
    assert known.info()["content-type"] == "text/plain; charset=utf-8"
    assert [known.gettext("Send"), known.gettext("History")] == ["送信", "送信履歴"]
    assert [known.ngettext(one, many, 1), known.ngettext(one, many, 2)] == ["%(name)sへ%(count)s通"] * 2
    assert known.gettext("Unknown") == "Unknown"


def compiled(project: Path) -> gettext.GNUTranslations:
    with compile_catalogue(project).open("rb") as file:
        return gettext.GNUTranslations(file)


def test_the_command_answers_with_a_status_and_a_line_for_each_problem(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"], project) == 0
    assert capsys.readouterr() == ("", "")
    write(project / "templates/404.html", '{% translate "Not here" %}')
    assert main(["check"], project) == 1
    assert capsys.readouterr() == ("", 'missing: "Not here"\n')
    more = translations(project, "more", {"Not here": "ありません", "Else": "他"})
    assert main(["fill", str(more)], project) == 0
    assert capsys.readouterr() == ("", 'more.json: no source has this text: "Else"\n')
    assert main(["check"], project) == 0


def test_english_needs_no_catalogue_not_even_for_plurals() -> None:
    with translation.override("en"):
        assert [
            translation.gettext("A text of this test"),
            translation.ngettext("%(n)s test", "%(n)s tests", 1),
            translation.ngettext("%(n)s test", "%(n)s tests", 2),
        ] == ["A text of this test", "%(n)s test", "%(n)s tests"]
