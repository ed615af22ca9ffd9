"""A CP932 file of customers with dirt of known kinds, and what has to become of it."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

HEADER = "顧客番号,氏名,フリガナ,携帯電話,住所,備考"
# As shops write one number.
_DRESSES = ("0{}{}{}", "0{}-{}-{}", "{}{}{}", "+81-{}-{}-{}", "0{} {} {}", "(0{}){}-{}")
_WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


@dataclass
class Dirt:
    """`rejected`: codes by the spreadsheet's row; `duplicates`: earlier rows by row; `people`: name, E.164."""

    rows: int
    rejected: dict[int, str] = field(default_factory=dict)
    duplicates: dict[int, int] = field(default_factory=dict)
    people: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def totals(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "created": len(self.people),
            "updated": 0,
            "unchanged": 0,
            "duplicates": len(self.duplicates),
            "rejected": len(self.rejected),
        }

    @property
    def totals_again(self) -> dict[str, int]:
        return self.totals | {"created": 0, "unchanged": len(self.people)}

    @property
    def codes(self) -> Counter[str]:
        return Counter(self.rejected.values())


def write_dirty_file(path: Path, rows: int) -> Dirt:
    """`rows` rows below the header; a blank line after each thousand, which counts as a row of the spreadsheet only."""
    dirt = Dirt(rows)
    lines = [HEADER.encode("cp932")]
    row = 1
    previous = 0
    for index in range(rows):
        row += 1
        if index and index % 1000 == 0:
            lines.append(b"")
            row += 1
        line, why = _line(index)
        lines.append(line)
        if why:
            dirt.rejected[row] = why
        elif index % 50 == 17:
            # The customer of the row before once more, under another name.
            lines[-1] = line.replace(_number(index).encode(), _number(index - 1).encode())
            dirt.duplicates[row] = previous
        else:
            dirt.people[_number(index)] = (f"佐藤 {index}", f"+81{_mobile(index)}")
        previous = row
    path.write_bytes(b"\r\n".join(lines) + b"\r\n")
    return dirt


def _line(index: int) -> tuple[bytes, str]:
    """The line, and why it is refused."""
    number, name, mobile, why = _number(index), f"佐藤 {index}", _dressed(index), ""
    end = ",サトウ," + "{}" + ',"東京都\r\n千代田区","""角"" の店"'
    match index % 100:
        case 7 | 57:
            mobile, why = "090-123-45", "phone_invalid"
        case 11:
            mobile, why = f"03-3333-{index % 10000:04}", "phone_not_mobile"
        case 13:
            mobile, why = "9.01E+10", "phone_damaged"
        case 23:
            name, why = "", "name_missing"
        case 31:
            end, why = end + ",余り", "too_many_cells"
        case 37:
            number, mobile, why = "", "", "no_key"
    line = f"{number},{name}{end.format(mobile)}".encode("cp932")
    if index % 100 == 29:
        return line.replace("佐藤".encode("cp932"), b"\x8d\xb2\x93,".replace(b",", b"\xff")), "undecodable"
    return line, why


def _number(index: int) -> str:
    return f"C{index:06}"


def _mobile(index: int) -> str:
    return f"90{1000 + index // 10000:04}{index % 10000:04}"


def _dressed(index: int) -> str:
    digits = _mobile(index)
    dressed = _DRESSES[index % len(_DRESSES)].format(digits[:2], digits[2:6], digits[6:])
    return dressed.translate(_WIDE) if index % 7 == 0 and "+" not in dressed else dressed
