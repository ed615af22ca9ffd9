"""What a QR code says, read off a picture of it: written for the tests by the standard, ISO/IEC 18004.

Versions 1 to 10 of level M in bytes, unscratched: errors are not corrected, so that a wrong module is found out.
"""

from collections.abc import Iterator

from PIL import Image

Matrix = list[list[bool]]

_ALIGNED = {
    2: [6, 18], 3: [6, 22], 4: [6, 26], 5: [6, 30], 6: [6, 34],
    7: [6, 22, 38], 8: [6, 24, 42], 9: [6, 26, 46], 10: [6, 28, 50],
}  # fmt: skip
# Data bytes of each block, level M.
_BLOCKS = {
    1: [16], 2: [28], 3: [44], 4: [32] * 2, 5: [43] * 2, 6: [27] * 4,
    7: [31] * 4, 8: [38, 38, 39, 39], 9: [36] * 3 + [37] * 2, 10: [43] * 4 + [44],
}  # fmt: skip
_MASKS = [
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: (r * c) % 2 + (r * c) % 3 == 0,
    lambda r, c: ((r * c) % 2 + (r * c) % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + (r * c) % 3) % 2 == 0,
]


def matrix_in(picture: Image.Image) -> Matrix:
    """The modules of a picture that shows one code, upright on white. Also asserts four modules of white around it."""
    grey = picture.convert("L").point(lambda value: 255 if value < 128 else 0)
    left, top, right, bottom = grey.getbbox() or (0, 0, 0, 0)
    run = next(x for x in range(left, right) if not grey.getpixel((x, top + 1))) - left
    size = round((right - left) * 7 / run)
    size = 17 + 4 * round((size - 17) / 4)
    module = (right - left) / size
    assert min(left, top, picture.width - right, picture.height - bottom) >= 3.5 * module, "no quiet zone"
    return [
        [
            bool(grey.getpixel((int(left + (c + 0.5) * module), int(top + (r + 0.5) * module))))
            for c in range(size)
        ]
        for r in range(size)
    ]


def read(matrix: Matrix) -> str:
    size = len(matrix)
    version = (size - 17) // 4
    level, mask = _format(matrix)
    assert level == 0, "not level M"
    bits = [matrix[r][c] != _MASKS[mask](r, c) for r, c in _path(size, version)]
    whole = [_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)]
    data = _bits(_joined(whole, _BLOCKS[version]))
    assert _number(data[:4]) == 4, "not in bytes"
    length_bits = 8 if version < 10 else 16
    length = _number(data[4 : 4 + length_bits])
    start = 4 + length_bits
    return bytes(_number(data[start + 8 * n : start + 8 * n + 8]) for n in range(length)).decode()


def _format(matrix: Matrix) -> tuple[int, int]:
    places = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    found = _number([matrix[r][c] for r, c in places]) ^ 0b101010000010010
    return found >> 13, (found >> 10) & 7


def _path(size: int, version: int) -> Iterator[tuple[int, int]]:
    """The modules that hold data, in order: two columns at a time from the right, up and down in turn."""
    taken = _functions(size, version)
    columns = [c for c in range(size - 1, 0, -2) if c > 6] + [5, 3, 1]
    for turn, right in enumerate(columns):
        rows = range(size) if turn % 2 else range(size - 1, -1, -1)
        for r in rows:
            for c in (right, right - 1):
                if (r, c) not in taken:
                    yield r, c


def _functions(size: int, version: int) -> set[tuple[int, int]]:
    taken = {(r, c) for r in range(9) for c in range(9)}
    taken |= {(r, c) for r in range(9) for c in range(size - 8, size)}
    taken |= {(r, c) for r in range(size - 8, size) for c in range(9)}
    taken |= {(6, n) for n in range(size)} | {(n, 6) for n in range(size)}
    centres = _ALIGNED.get(version, [])
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for r, c in {(r, c) for r in centres for c in centres} - corners:
        taken |= {(r + y, c + x) for y in range(-2, 3) for x in range(-2, 3)}
    if version >= 7:
        taken |= {(r, c) for r in range(6) for c in range(size - 11, size - 8)}
        taken |= {(c, r) for r in range(6) for c in range(size - 11, size - 8)}
    return taken


def _joined(whole: list[int], lengths: list[int]) -> list[int]:
    """The blocks one after the other; they lie interleaved, byte by byte."""
    blocks: list[list[int]] = [[] for _ in lengths]
    stream = iter(whole)
    for place in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if place < length:
                block.append(next(stream))
    return [byte for block in blocks for byte in block]


def _bits(data: list[int]) -> list[bool]:
    return [bool(byte >> shift & 1) for byte in data for shift in range(7, -1, -1)]


def _number(bits: list[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)
