"""The pages' words in Japanese and English, and which of the two a reader wants."""

from datetime import datetime
from typing import Literal

from aiohttp import web

Language = Literal["ja", "en"]

COOKIE = "simulator_language"

# key: (Japanese, English)
_WORDS = {
    "title": ("キャリアシミュレーター", "Carrier simulator"),
    "lead": (
        "本物の携帯電話網の代わりです。ここに届いたSMSは、どこにも送信されません。",
        "Stands in for the real mobile networks. Nothing that arrives here is sent anywhere.",
    ),
    "other_language": ("English", "日本語"),
    "handsets": ("端末", "Handsets"),
    "search_label": ("電話番号（一部でも可）", "Phone number, or part of it"),
    "search": ("検索", "Search"),
    "show_all": ("すべて表示", "Show all"),
    "open_handset": ("この番号の端末を開く：", "Open the handset with this number:"),
    "nothing_found": (
        "この番号の端末には、まだ何も届いていません。",
        "Nothing has arrived on such a number yet.",
    ),
    "no_handsets": (
        "まだ何も届いていません。アプリからSMSを送ると、届いた端末がここに並びます。",
        "Nothing has arrived yet. Send an SMS from the product, and the handset will appear here.",
    ),
    "more_handsets": (
        "新しい順に{shown}台を表示しています（全{all}台）。ほかの端末は番号で検索してください。",
        "The newest {shown} of {all} handsets. Search by number for the others.",
    ),
    "count_accepted": ("受付", "Accepted"),
    "count_delivered": ("端末に到達", "On handsets"),
    "count_repeated": ("同じ参照番号の再受付", "References taken twice"),
    "unit_messages": ("件", ""),
    "one_message": ("1件", "1 message"),
    "messages": ("{n}件", "{n} messages"),
    "control": ("操作パネル", "Control panel"),
    "state": ("状態", "State"),
    "state_up": ("稼働中", "In order"),
    "state_down": ("障害中：すべて503", "Outage: always 503"),
    "state_throttled": ("流量制限：毎秒{rate}件", "Throttled: {rate} messages/s"),
    "state_slow": ("応答遅延：{seconds}秒", "Slow: answers after {seconds} s"),
    "state_silent": ("受信結果の通知なし", "No receipts are pushed"),
    "state_no_look_up": ("照会停止中", "Look-up is off"),
    "state_blind": ("照会は何も見つけません", "Look-ups find nothing"),
    "state_twice": ("結果の通知が二度", "Receipts come twice"),
    "state_reordered": ("結果の通知が逆順", "Receipts come in the wrong order"),
    "start_outage": ("障害を起こす", "Start an outage"),
    "end_outage": ("障害を終わらせる", "End the outage"),
    "latency": ("応答までの時間", "Time before an answer"),
    "delivery_delay": ("受付から端末に届くまで", "From acceptance to the handset"),
    "receipt_delay": ("到達から結果の通知まで", "From arrival to the receipt"),
    "late_receipt_delay": ("遅い通知（末尾905）まで", "The same for late receipts (…905)"),
    "throttle_per_second": ("受け付ける件数の上限", "Messages taken at most"),
    "throttle_hint": ("空欄は制限なし", "Empty: no limit"),
    "receipts": ("結果の通知", "Receipts"),
    "receipts_push": ("通知する", "Pushed"),
    "receipts_off": ("通知しない（照会のみ）", "Not pushed (polling only)"),
    "receipt_order": ("結果の通知の届き方", "How receipts come"),
    "receipt_order_normal": ("一度だけ", "Once"),
    "receipt_order_twice": ("二度来る", "Twice"),
    "receipt_order_reordered": ("逆順（到達、送信済み）", "Wrong order (delivered, then sent)"),
    "look_up": ("参照番号での照会", "Look-up by reference"),
    "look_up_on": ("応じる", "Answered"),
    "look_up_off": ("応じない（501）", "Not offered (501)"),
    "look_up_blind": ("何も見つけない（当てにならない）", "Finds nothing (proves nothing)"),
    "look_up_delay": ("受付から照会でわかるまで", "From acceptance until a look-up finds it"),
    "fault": ("送信要求への故障", "Fault of every hand-over"),
    "fault_none": ("なし", "None"),
    "fault_hang_before": ("受け付けず、応答しない", "Not accepted, no answer"),
    "fault_hang_after": ("受け付けて、応答しない", "Accepted, no answer"),
    "fault_garbled": ("受け付けて、応答が壊れる", "Accepted, garbled answer"),
    "fault_half": ("半分だけ受け付け、応答も途中まで", "Half accepted, answer names half of it"),
    "fault_error_500": ("受け付けず、500を返す", "Not accepted, answer 500"),
    "fault_error_500_after": ("受け付けて、500を返す", "Accepted, answer 500"),
    "fault_drop_before": ("受け付けず、接続を切る", "Not accepted, connection cut"),
    "fault_drop_after": ("受け付けて、接続を切る", "Accepted, connection cut"),
    "seconds": ("秒", "s"),
    "per_second": ("件/秒", "/s"),
    "set": ("設定する", "Set"),
    "reset": ("すべて消去", "Erase everything"),
    "reset_what": (
        "受け付けた{accepted}件、端末{handsets}台の内容と返信、操作パネルの設定を消します。元に戻せません。",
        "Erases {accepted} accepted messages, {handsets} handsets with their replies, and what is set here. "
        "This cannot be undone.",
    ),
    "reset_sure": ("消去してよいことを確認しました", "Yes, erase them"),
    "reset_unsure": ("消去するには、確認の欄にチェックを入れてください。", "Tick the box to erase."),
    "error_number": (
        "{lowest}から{highest}までの数で入力してください。",
        "A number from {lowest} to {highest}.",
    ),
    "error_flag": ("on か off を選んでください。", "Choose on or off."),
    "error_choice": ("一覧から選んでください。", "Choose from the list."),
    "error_unknown": ("この項目はありません。", "There is no such setting."),
    "fates": ("番号で決まる結果", "What a number's ending does"),
    "fates_lead": (
        "電話番号の下3桁で結果が決まります。下の表にない番号には、必ず届きます。",
        "The last three digits decide. A number that is not in the table always gets its message.",
    ),
    "carriers_lead": (
        "携帯会社は下から4桁目で決まります：0〜3 docomo、4〜6 au、7〜8 SoftBank、9 楽天。",
        "The digit before them decides the carrier: 0-3 docomo, 4-6 au, 7-8 SoftBank, 9 Rakuten.",
    ),
    "ending": ("下3桁", "Ending"),
    "outcome": ("結果", "What happens"),
    "example": ("端末の例", "A handset"),
    "back": ("端末の一覧", "All handsets"),
    "messages_of": ("{number} のメッセージ", "Messages of {number}"),
    "empty_handset": ("この端末には、まだ何も届いていません。", "Nothing has arrived on this handset yet."),
    "older": ("これより古い{n}件は省略しています。", "{n} older ones are not shown."),
    "reply_label": ("返信", "Reply"),
    "send": ("送信", "Send"),
    "replies_to": ("返信先：{sender}", "Replies go to {sender}"),
    "cannot_reply": (
        "{sender} は返信を受け取れません。返信しても、この端末に残るだけです。",
        "{sender} cannot be replied to: a reply stays on this handset.",
    ),
    "nobody_to_reply_to": ("SMSが届くと、返信できます。", "Replies are possible once an SMS has arrived."),
    "reply_empty": ("返信の文章を入力してください。", "Type a reply first."),
    "reply_nobody": ("まだSMSが届いていないので、返信できません。", "There is no SMS to reply to yet."),
    "reply_too_long": ("返信は660文字までです。", "A reply has at most 660 characters."),
    "reply_untypable": ("送れない文字が含まれています。", "The reply has a character that cannot be sent."),
    "reply_kept": ("端末に残っています", "Stayed on the handset"),
    "reply_waiting": ("送信中", "Sending"),
    "reply_taken": ("送信済み", "Sent"),
    "reply_given_up": ("送信できませんでした", "Could not be sent"),
    "offline": ("シミュレーターに接続できません。", "The simulator cannot be reached."),
    "about_number": ("この番号について", "About this number"),
    "carrier": ("携帯会社", "Carrier"),
    "fate": ("届き方", "Fate"),
    "as_json": ("JSONで見る", "As JSON"),
    "received_json": ("届いたSMS", "Messages"),
    "replies_json": ("返信", "Replies"),
}
_CARRIERS = {"docomo": "docomo", "au": "au", "softbank": "SoftBank", "rakuten": "楽天モバイル"}
_CARRIERS_EN = {**_CARRIERS, "rakuten": "Rakuten Mobile"}
_WEEKDAYS_JA = "月火水木金土日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language_of(request: web.Request) -> Language:
    """?lang= beats the cookie; Japanese without either."""
    chosen = request.query.get("lang") or request.cookies.get(COOKIE)
    return "en" if chosen == "en" else "ja"


def word(language: Language, key: str, **values: object) -> str:
    """The text for `key`, with its {blanks} filled."""
    text = _WORDS[key][language == "en"]
    return text.format(**values) if values else text


def carrier_name(language: Language, carrier: str) -> str:
    return (_CARRIERS_EN if language == "en" else _CARRIERS)[carrier]


def day(language: Language, moment: datetime) -> str:
    """6月3日(火) or Tue, 3 Jun."""
    if language == "en":
        return f"{_WEEKDAYS_EN[moment.weekday()]}, {moment.day} {_MONTHS_EN[moment.month - 1]}"
    return f"{moment.month}月{moment.day}日({_WEEKDAYS_JA[moment.weekday()]})"
