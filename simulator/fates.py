"""The table of fates: what happens to a message by the last three digits of its number."""

from dataclasses import dataclass
from enum import Enum


class Answer(Enum):
    """What the provider's API does with the request that carries the message."""

    NORMAL = "normal"
    NEVER = "never"
    DROPPED = "dropped"
    THROTTLED = "throttled"
    BLOCKED = "blocked"
    GARBLED = "garbled"


class Receipts(Enum):
    """How the carrier's receipt comes back."""

    NORMAL = "normal"
    LATE = "late"
    TWICE = "twice"
    REORDERED = "reordered"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Fate:
    """`ending` are the last three digits, `code` the receipt's code (ok means that the text arrives)."""

    ending: str
    ja: str
    en: str
    code: str = "ok"
    answer: Answer = Answer.NORMAL
    receipts: Receipts = Receipts.NORMAL

    @property
    def arrives(self) -> bool:
        """Whether a message with this fate, once accepted, is seen on the handset."""
        return self.code == "ok"


FATES = (
    Fate(
        "900", "圏外・電源OFFで届きません", "Out of range or switched off, not delivered", code="out_of_range"
    ),
    Fate("901", "受信拒否で届きません", "The customer refuses messages, not delivered", code="refused"),
    Fate("902", "使われていない番号です", "The number is not in use, not delivered", code="unknown_number"),
    Fate(
        "903",
        "海外からのSMSを拒否していて届きません",
        "Foreign SMS are refused, not delivered",
        code="foreign_refused",
    ),
    Fate("904", "その他の理由で届きません", "Not delivered for another reason", code="other"),
    Fate(
        "905",
        "届きますが、結果の通知が遅れます（通常60秒）",
        "Delivered, but the receipt comes late (60 s unless set)",
        receipts=Receipts.LATE,
    ),
    Fate(
        "906",
        "届きます。結果の通知が二度来ます",
        "Delivered, the receipt comes twice",
        receipts=Receipts.TWICE,
    ),
    Fate(
        "907",
        "届きます。結果の通知が逆の順（到達のあとに送信済み）で来ます",
        "Delivered, receipts come in the wrong order (delivered, then sent)",
        receipts=Receipts.REORDERED,
    ),
    Fate(
        "908",
        "受け付けて届けますが、応答を返しません（接続は開いたまま）",
        "Accepted and delivered, but the answer never comes (the connection stays open)",
        answer=Answer.NEVER,
    ),
    Fate(
        "909",
        "受け付けず、応答も返さずに接続を切ります",
        "Not accepted: the connection is cut without an answer",
        answer=Answer.DROPPED,
    ),
    Fate(
        "910",
        "いつも混雑中（429）で受け付けません",
        "Always throttled (429), never accepted",
        answer=Answer.THROTTLED,
    ),
    Fate(
        "911",
        "送信サービスが拒否します（422 blocked）",
        "Rejected by the provider (422 blocked)",
        answer=Answer.BLOCKED,
    ),
    Fate(
        "912",
        "届きますが、結果は通知されません（照会すればわかります）",
        "Delivered, but no receipt is pushed (only polling tells)",
        receipts=Receipts.NONE,
    ),
    Fate(
        "913",
        "受け付けて届けますが、応答が壊れています",
        "Accepted and delivered, but the answer is garbled",
        answer=Answer.GARBLED,
    ),
)

DELIVERED = Fate("", "届きます", "Delivered")

_BY_ENDING = {fate.ending: fate for fate in FATES}


def fate_of(number: str) -> Fate:
    """The fate of a number; numbers without an entry in the table are delivered."""
    return _BY_ENDING.get(number[-3:], DELIVERED)
