"""Which column means what, by its name: as shops and their systems call them."""

import re
from collections.abc import Mapping, Sequence
from unicodedata import normalize

from customers.intake.targets import REASONS_COLUMN, Target

_MARKS = re.compile(r"[\s\-_・.:：*※★()（）\[\]【】「」/]+")
# The first target with a name that fits gets the column; of two columns for one target the first.
_NAMES: dict[str, str] = {
    "number": "顧客番号 顧客no 顧客id 顧客コード 顧客cd "
    "会員番号 会員no 会員id 会員コード お客様番号 お客様no 客番 得意先コード "
    "得意先番号 管理番号 id no customernumber customerno customerid memberno memberid membernumber number",
    "name": "氏名 お名前 名前 顧客名 お客様名 会員名 漢字氏名 氏名漢字 姓名 得意先名 契約者名 使用者名 ご氏名 "
    "name fullname customername customer",
    "kana": "フリガナ ふりがな カナ かな ヨミ よみ 読み 読みがな "
    "カナ氏名 氏名カナ 氏名フリガナ 氏名ふりがな 氏名かな 顧客名カナ "
    "お名前フリガナ お名前カナ 顧客名フリガナ セイメイ kana furigana namekana nameinkana",
    "company_name": "会社名 法人名 企業名 勤務先 勤務先名 団体名 商号 屋号 会社 company companyname organization",
    "kind": "個人法人 個人法人区分 法人個人 法人区分 顧客区分 区分 種別 kind type customertype personorcompany",
    "mobile": "携帯電話 携帯番号 携帯電話番号 携帯 携帯tel 携帯no モバイル 移動電話 sms送信先 sms番号 smsno "
    "スマホ スマートフォン mobile mobilephone mobilenumber cell cellphone sms",
    "landline": "固定電話 固定電話番号 自宅電話 自宅電話番号 自宅tel 家電話 自宅 "
    "会社電話 代表電話 勤務先電話 landline homephone tel2 電話2",
    "postal_code": "郵便番号 〒 郵便 郵便no zip zipcode postalcode postcode",
    "address": "住所 ご住所 所在地 現住所 自宅住所 住所1 address",
    "email": "メール メールアドレス eメール eメールアドレス email emailaddress mail mailaddress アドレス",
    "staff": "担当 担当者 担当者名 営業担当 営業担当者 担当スタッフ 店舗担当 staff staffincharge rep salesrep",
    "language": "言語 language lang",
    "sms_flag": "smsフラグ sms送信可否 sms配信 sms可否 sms送信 配信可否 配信フラグ smsflag",
    "notes": "備考 メモ 備考欄 特記事項 コメント 摘要 notes note memo remarks comment",
    "consent:notice": "お知らせ同意 連絡同意 sms同意 通知同意 consentnotice consenttonotices",
    "consent:reminder": "リマインド同意 リマインダー同意 案内同意 consentreminder consenttoreminders",
    "consent:promotion": "広告同意 販促同意 宣伝同意 dm同意 "
    "プロモーション同意 キャンペーン同意 consentpromotion consenttopromotion",
    "consent_source": "同意方法 同意取得方法 同意の方法 取得方法 consentsource howconsentwasgiven",
    "consent_date": "同意日 同意取得日 同意年月日 同意日付 取得日 consentdate whenconsentwasgiven",
    "asset_label": "車名 車種 車両名 車両 物件名 物件 商品名 機種 機種名 契約名 assetname vehicle model",
    "asset_number": "登録番号 車両番号 ナンバー 車番 契約番号 車台番号 "
    "製造番号 シリアル 証券番号 registrationnumber serial "
    "contractnumber platenumber",
}
# What is written around the name of something that falls due: 車検満了日, 次回車検.
_DATE_NAMES = (
    "{}日",
    "{}満了日",
    "{}期日",
    "{}期限",
    "{}有効期限",
    "{}予定日",
    "{}満期",
    "{}満期日",
    "次回{}",
    "次回{}日",
    "next {}",
    "{} date",
)
# A telephone without a word about which one: the mobile number where no other column is that.
_ANY_PHONE = (
    "電話番号 電話 tel telno 連絡先 連絡先電話番号 お電話番号 電話no phone phonenumber telephone 電話1 tel1"
)


def guess_mapping(
    headers: Sequence[str], remembered: Mapping[str, str], offered: Sequence[Target]
) -> dict[str, str]:
    """{column's position as text: target's key}; columns without a guess are left out. What the store chose last for
    a column of this name goes first; an empty choice was one too.
    """
    keys = {target.key for target in offered}
    plain = [plain_header(header) for header in headers]
    own = _own_names(offered)
    chosen: dict[str, str] = {}
    taken: set[str] = set()

    def choose(position: int, key: str | None) -> None:
        if key and key in keys and key not in taken and str(position) not in chosen:
            chosen[str(position)] = key
            taken.add(key)

    open_columns = [
        position for position, header in enumerate(headers) if header and header != REASONS_COLUMN
    ]
    for position in open_columns:
        choose(position, remembered.get(headers[position]))
    open_columns = [position for position in open_columns if headers[position] not in remembered]
    for names in (own, _BY_NAME):
        for position in open_columns:
            choose(position, names.get(plain[position]))
    for key in ("mobile", "landline"):
        for position in open_columns:
            if plain[position] in _PHONES and key not in taken:
                choose(position, key)
    return chosen


def plain_header(header: str) -> str:
    return _MARKS.sub("", normalize("NFKC", header)).lower()


def _own_names(offered: Sequence[Target]) -> dict[str, str]:
    """The names that the store itself has given, and ours as the screens show them; dates also with what people add."""
    named = {
        plain_header(form.format(target.label)): target.key
        for target in reversed(offered)
        if target.key.startswith("due:")
        for form in _DATE_NAMES
    }
    return named | {plain_header(str(target.label)): target.key for target in reversed(offered)}


_BY_NAME = {plain_header(name): key for key, names in _NAMES.items() for name in names.split()}
_PHONES = frozenset(map(plain_header, _ANY_PHONE.split()))
