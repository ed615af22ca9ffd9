"""Every state and reason in the words of a shop."""

import re
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from django.utils import translation

from messaging.models import Reason, State
from messaging.queries.results import Result, result_of

SPRITE = Path(__file__).parents[3] / "static/vendor/bootstrap-icons/icons.svg"
TONES = {"neutral", "info", "success", "warning", "danger"}


@dataclass
class Judged:
    state: str
    reason: str = ""


EVERY = [
    Judged(state, reason) for state, reason in product(State.values, ["", *Reason.values, "of_tomorrow"])
]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_state_with_every_reason_has_a_word_a_colour_a_drawing_and_advice(language: str) -> None:
    drawings = set(re.findall(r'id="([a-z0-9-]+)"', SPRITE.read_text("utf-8")))
    with translation.override(language):
        lacking = [
            (judged.state, judged.reason)
            for judged in EVERY
            for result in [result_of(judged)]
            if not (str(result.word) and str(result.advice))
            or result.tone not in TONES
            or result.icon not in drawings
        ]
    assert lacking == []


def test_every_word_and_advice_is_there_in_japanese() -> None:
    japanese = re.compile(r"[ぁ-んァ-ヶ一-龠]|SMSフラグ")
    with translation.override("ja"):
        said = {str(part) for judged in EVERY for part in _texts(result_of(judged))}
    assert [text for text in said if not japanese.search(text)] == []


@pytest.mark.parametrize(
    ("state", "reason", "word"),
    [
        (State.PLANNED, "", "送信待ち"),
        (State.SCHEDULED, "", "送信待ち"),
        (State.SCHEDULED, Reason.GATEWAY_UNREACHABLE, "回線の復旧待ち"),
        (State.CLAIMED, "", "送信中"),
        (State.SUBMITTING, "", "送信中"),
        (State.ACCEPTED, "", "送信済み（到達確認待ち）"),
        (State.DELIVERED, "", "送達"),
        (State.UNDELIVERED, Reason.OUT_OF_RANGE, "圏外/電源OFF"),
        (State.UNDELIVERED, Reason.REFUSED, "受信拒否"),
        (State.UNDELIVERED, Reason.FOREIGN_REFUSED, "受信拒否（海外SMS）"),
        (State.UNDELIVERED, Reason.UNKNOWN_NUMBER, "番号なし"),
        (State.UNDELIVERED, Reason.OTHER, "その他"),
        (State.UNDELIVERED, "", "その他"),
        (State.WITHHELD, Reason.SUPPRESSED, "送信停止中の番号"),
        (State.CANCELLED, Reason.BY_PERSON, "配信取消"),
        (State.FAILED, "", "送信失敗"),
        (State.UNKNOWN, Reason.ANSWER_MISSING, "結果不明"),
        (State.EXPIRED, "", "結果の報告なし"),
    ],
)
def test_a_result_has_the_word_that_shops_use(state: State, reason: str, word: str) -> None:
    with translation.override("ja"):
        assert str(result_of(Judged(state, reason)).word) == word


def test_only_what_the_handset_has_is_called_delivered() -> None:
    with translation.override("ja"):
        assert {j.state for j in EVERY if str(result_of(j).word) == "送達"} == {State.DELIVERED}


def test_nobody_is_invited_to_send_again_what_may_have_arrived_or_must_not_go() -> None:
    inviting = {(j.state, j.reason) for j in EVERY if result_of(j).resend}
    never = {State.ACCEPTED, State.DELIVERED, State.UNKNOWN, State.EXPIRED, State.WITHHELD, State.SCHEDULED}
    assert {state for state, _ in inviting} & never == set()
    assert (State.UNDELIVERED, Reason.REFUSED.value) not in inviting
    assert (State.UNDELIVERED, Reason.UNKNOWN_NUMBER.value) not in inviting
    assert (State.UNDELIVERED, Reason.OUT_OF_RANGE.value) in inviting


def test_who_refuses_sms_from_abroad_is_told_the_setting_of_every_carrier() -> None:
    result = result_of(Judged(State.UNDELIVERED, Reason.FOREIGN_REFUSED))
    with translation.override("ja"):
        assert [str(carrier) for carrier, _ in result.tell] == ["docomo", "au", "SoftBank", "楽天モバイル"]
        assert "「国際SMS拒否」を解除" in str(result.tell[0][1])


def _texts(result: Result) -> list[object]:
    return [result.word, result.advice, *(words for _, words in result.tell)]


def test_a_number_that_is_nobodys_is_not_to_be_corrected_on_record() -> None:
    with translation.override("ja"):
        for state, reason in (
            (State.UNDELIVERED, Reason.UNKNOWN_NUMBER),
            (State.FAILED, Reason.NUMBER_REFUSED),
        ):
            result = result_of(Judged(state, reason))
            assert "顧客カルテを直してください。" in str(result.advice_for(12))
            nobody = str(result.advice_for(None, in_list=True))
            assert nobody.endswith("お客様に正しい番号を確認してください。この番号には再送しないでください。")
            assert "顧客カルテ" not in nobody


def test_a_list_does_not_speak_of_the_setting_below() -> None:
    result = result_of(Judged(State.UNDELIVERED, Reason.FOREIGN_REFUSED))
    with translation.override("ja"):
        assert "下の設定" in str(result.advice_for(None))
        assert "宛先を開くと、お客様にお伝えする設定が出ます。" in str(result.advice_for(None, in_list=True))
