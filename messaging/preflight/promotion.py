"""Words that ask for business or for an opinion: in a notice they make advertising of it (facts.md 3)."""

import re
from collections.abc import Iterator

from messaging.preflight.content import Content, Finding, Sending

PROMOTION = "promotion"
# Each with what makes another word of it, or an answer to what the customer has bought already.
_SELLING = (
    r"(?<![ァ-ヶー])(?:タイム|スペシャル|サマー|ウィンター|半期決算|決算|歳末|大|初)?セール(?![ァ-ヶー])",
    r"割引(?:キャンペーン|クーポン|券(?!を?お忘れ)|特典|価格|セール|中|いたし|します|を?実施|でき)|早期(?:予約)?割引",
    r"\d+ ?(?:%|％|パーセント|割)(?:引|オフ|お得|OFF)",
    r"\d+円(?:引(?!き?(?:落|出|去))|オフ|OFF)",
    r"半額",
    r"キャンペーン(?:実施|開催|中|の?ご案内|のお知らせ|価格|を)",
    r"(?<![ァ-ヶー])クーポン(?!のご利用ありがと|は?ご利用いただけません)",
    r"お(?:買い?得|得な(?!意)|得に|得です)",
    r"特(?:別価格|価(?!書)|売|典(?:を|が|付|つき|プレゼント))",
    r"プレゼント(?:を|中|いた|し|キャンペーン|企画|!|！|$)(?!包|用)",
    r"(?:新商品|新製品|新作|新メニュー|新車|フェア|展示会|イベント|内覧会|感謝祭|試乗会|相談会)の?(?:ご案内|お知らせ|発売|入荷|開催|を開催|登場)",
    r"ポイント\d+倍",
    r"(?:期間|数量|会員)限定",
    r"乗り?換え(?:で|の?ご(?:検討|提案|案内))",
    r"無料(?:体験|査定|プレゼント|キャンペーン|お試し|見積もり?(?:実施|受付)中)",
    r"\b(?:on sale|sale(?:s)? (?:ends|starts|now)|(?:summer|winter|spring|clearance|flash|special) sale)\b",
    r"\b\d+ ?% off\b|\b(?:discount|coupon|voucher|promo) ?(?:code|of|on|for|today|available)?\b",
    r"\bspecial (?:offer|price|deal)s?\b|\blimited[ -]time\b",
    r"\bfree (?:gift|trial)\b|\bbuy (?:now|one)\b|\bdon't miss\b",
)
_ASKING = (
    r"(?:口コミ|クチコミ|くちコミ|レビュー)(?:(?:を|の)?(?:ご|お)?(?:投稿|記入|書|願|協力|待ち)|のお願い)",
    r"アンケート(?:に|へ|の)?(?:ご|お)?(?:協力|回答|記入|願|お願い)",
    r"(?:ご意見|ご感想)を(?:ぜひ|是非)?(?:お聞かせ|お寄せ|お待ち|ください|下さい)",
    r"(?:高評価|星5|★5|☆5)",
    r"(?:お友達|ご友人|お知り合い|ご家族)(?:を|に)(?:ぜひ|是非)?ご紹介",
    r"\b(?:leave|write|post) (?:us )?(?:a )?(?:review|rating)\b|\breview us\b|\brate (?:us|your)\b",
    r"\bsurvey\b|\brefer a friend\b",
)
_INVITING = (
    r"(?:ぜひ|是非)[^。\n!！]{0,14}(?:ご来店|お越し|お立ち寄り|ご来場|ご利用|ご参加|お試し|お買い求め|ご覧|ご検討)",
    r"この(?:機会|チャンス)に",
    r"お見逃しなく",
    r"\bcome (?:and )?(?:see|visit) us\b|\bvisit us (?:today|now|this)\b",
    r"\b(?:stop|drop) by (?:for|and (?:see|check|enjoy))\b",
)
# Each pattern above has one of these: a text without any is looked at no further.
_TRIGGERS = (
    *(
        "セール",
        "割引",
        "引",
        "オフ",
        "お得",
        "お買",
        "%",
        "パーセント",
        "半額",
        "キャンペーン",
        "クーポン",
        "特",
        "プレゼント",
    ),
    *(
        "案内",
        "お知らせ",
        "発売",
        "入荷",
        "開催",
        "登場",
        "ポイント",
        "限定",
        "換え",
        "無料",
        "コミ",
        "レビュー",
        "アンケート",
    ),
    *(
        "ご意見",
        "ご感想",
        "評価",
        "星5",
        "★5",
        "☆5",
        "紹介",
        "ぜひ",
        "是非",
        "この機会",
        "このチャンス",
        "お見逃し",
        "割お",
        "割オ",
    ),
)
_LATIN_TRIGGERS = (
    *(
        "sale",
        "discount",
        "coupon",
        "voucher",
        "promo",
        "offer",
        "deal",
        "price",
        "limited",
        "free",
        "buy",
        "miss",
    ),
    *("review", "rating", "rate", "survey", "refer", "visit us", "see us", "stop by", "drop by", "off"),
)
_WORDING = re.compile("|".join((*_SELLING, *_ASKING, *_INVITING)), re.ASCII | re.IGNORECASE | re.MULTILINE)


def promotion_in_notice(content: Content, sending: Sending) -> Iterator[Finding]:
    """Selling, asking for reviews and opinions, or inviting, in a message that is not sent as promotion.

    Collection of what was ordered (「ご来店をお待ちしております」) is a notice; 「ぜひご来店ください」 is not.
    """
    plain = content.plain
    if sending.purpose == PROMOTION:
        return
    if not _may_have_any(plain):
        return
    for found in _WORDING.finditer(plain):
        words = content.text[found.start() : found.end()].strip()
        yield Finding("promotion_in_notice", (found.span(),), {"found": words})


def _may_have_any(plain: str) -> bool:
    for trigger in _TRIGGERS:
        if trigger in plain:
            return True
    lower = plain.lower()
    return any(trigger in lower for trigger in _LATIN_TRIGGERS)
