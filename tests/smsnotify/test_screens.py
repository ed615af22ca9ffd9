"""What every page relies on (docs/screens.md): complete form markup, icons and files that exist, no inline code."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from pytest_django.asserts import assertHTMLEqual

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("smsnotify", "accounts", "customers", "templates_app", "tracking", "messaging", "campaigns")
SPRITE = "vendor/bootstrap-icons/icons.svg"
ICON = re.compile(r"""(?:icon|icon\.html" with name)=["']([a-z0-9-]+)["']""")
STATIC = re.compile(r"""{% static ['"]([^'"]+)['"]""")
INLINE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\b(?:src|type=\"application/json\"))|\son[a-z]+=|javascript:"
)


class VisitForm(forms.Form):
    name = forms.CharField(label="氏名", help_text="フルネームで")
    flag = forms.BooleanField(label="許可する", required=False)
    kind = forms.ChoiceField(
        label="区分", required=False, choices=[("p", "個人"), ("c", "法人")], widget=forms.RadioSelect
    )
    memo = forms.CharField(
        label="メモ", required=False, widget=forms.Textarea(attrs={"rows": 3, "class": "wide"})
    )
    month = forms.ChoiceField(label="月", choices=[("1", "1月")])
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def templates() -> Iterator[Path]:
    for folder in ("templates", *(f"{app}/templates" for app in APPS)):
        yield from sorted(ROOT.joinpath(folder).rglob("*.html"))


def icon(name: str) -> str:
    drawing = f'<use href="/static/{SPRITE}#{name}"></use>'
    return f'<svg class="icon" width="16" height="16" aria-hidden="true" focusable="false">{drawing}</svg>'


@pytest.fixture
def form() -> Iterator[VisitForm]:
    with translation.override("ja"):
        yield VisitForm({"name": "", "flag": "on", "kind": "c", "memo": "a<b", "month": "1", "key": "k"})


def test_a_refused_field_says_so_above_its_input_and_is_tied_to_the_words(form: VisitForm) -> None:
    assertHTMLEqual(
        form["name"].as_field_group(),
        f"""<div class="field">
        <label class="form-label" for="id_name">氏名<span class="field-word field-word-required">必須</span></label>
        <div id="id_name_error"><p class="field-error">{icon("exclamation-circle-fill")}
        <span>この項目は必須です。</span></p></div>
        <input type="text" name="name" class="form-control is-invalid" required id="id_name"
          aria-invalid="true" aria-describedby="id_name_helptext id_name_error">
        <div class="form-text" id="id_name_helptext">フルネームで</div></div>""",
    )


def test_a_box_stands_before_its_label(form: VisitForm) -> None:
    assertHTMLEqual(
        form["flag"].as_field_group(),
        """<div class="field"><div class="form-check">
        <input type="checkbox" name="flag" class="form-check-input" id="id_flag" checked>
        <label class="form-check-label" for="id_flag">許可する</label></div></div>""",
    )


def test_choices_are_a_group_with_a_legend(form: VisitForm) -> None:
    assertHTMLEqual(
        form["kind"].as_field_group(),
        """<fieldset class="field">
        <legend class="form-label fs-6">区分<span class="field-word">任意</span></legend><div id="id_kind">
        <div class="form-check"><input type="radio" name="kind" value="p" class="form-check-input" id="id_kind_0">
        <label class="form-check-label" for="id_kind_0">個人</label></div>
        <div class="form-check"><input type="radio" name="kind" value="c" class="form-check-input" id="id_kind_1"
        checked><label class="form-check-label" for="id_kind_1">法人</label></div></div></fieldset>""",
    )


def test_each_kind_of_input_has_the_class_of_its_kind_and_keeps_its_own(form: VisitForm) -> None:
    assertHTMLEqual(
        f"{form['memo']}{form['month']}{form['key']}",
        """<textarea name="memo" cols="40" rows="3" class="form-control wide" id="id_memo">a&lt;b</textarea>
        <select name="month" class="form-select" id="id_month"><option value="1" selected>1月</option></select>
        <input type="hidden" name="key" value="k" id="id_key">""",
    )


def test_a_page_may_give_a_field_another_label_and_a_unit(form: VisitForm) -> None:
    context = {"field": form["memo"], "label": "件数", "unit": "通", "plain": True}
    assertHTMLEqual(
        render_to_string("parts/field.html", context),
        """<div class="field"><label class="form-label" for="id_memo">件数</label><div class="input-group">
        <textarea name="memo" cols="40" rows="3" class="form-control wide" id="id_memo">a&lt;b</textarea>
        <span class="input-group-text">通</span></div></div>""",
    )


def test_every_icon_in_use_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static" / SPRITE).read_text("utf-8")))
    sources = [*templates(), *(path for app in APPS for path in sorted(ROOT.joinpath(app).rglob("*.py")))]
    used = {(name, path.name) for path in sources for name in ICON.findall(path.read_text("utf-8"))}
    assert ("list", "store_bar.html") in used
    assert {(name, where) for name, where in used if name not in drawn} == set()


def test_every_static_file_that_a_template_names_exists() -> None:
    named = {(name, path.name) for path in templates() for name in STATIC.findall(path.read_text("utf-8"))}
    assert ("js/app.js", "base.html") in named
    assert {(name, where) for name, where in named if finders.find(name) is None} == set()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('<p style="color: red">', True),
        ("<script>alert(1)</script>", True),
        ('<script nonce="x">alert(1)</script>', True),
        ('<a onclick="go()">', True),
        ('<a href="javascript:go()">', True),
        ("<style>p {}</style>", True),
        ('<script src="a.js" nonce="x" defer></script>', False),
        ('<script type="application/json" id="data">{}</script>', False),
        ('<button hx-post="/x" data-on="1">', False),
    ],
)
def test_inline_code_is_recognised(line: str, found: bool) -> None:
    assert (INLINE.search(line) is not None) is found


def test_no_template_holds_inline_code_that_the_policy_would_stop() -> None:
    lines = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in templates()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if INLINE.search(line)
    ]
    assert lines == []
