"""A page of paper with Japanese letters, for whatever is printed."""

import importlib.util
import warnings
from functools import cache
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

FONT = "IPAexGothic"
# Millimetres.
MARGIN = 18.0


@cache
def font_path() -> Path:
    """IPAex Gothic, from the wheel that brings it; the package itself is not imported: it wants matplotlib.

    Raises RuntimeError where the wheel is not installed.
    """
    found = importlib.util.find_spec("matplotlib_fontja")
    for folder in (found.submodule_search_locations or []) if found else []:
        path = Path(folder, "fonts", "ipaexg.ttf")
        if path.exists():
            return path
    raise RuntimeError("The font IPAex Gothic is missing: install matplotlib-fontja.")


class Paper(FPDF):
    """A4 (or `form`), portrait, one font for all: only the letters that are used are embedded.

    `foot` stands at the bottom of each page beside "page / pages". `title_line`, `heading`, `paragraph`, `pairs` and
    `rule` write from the top to the bottom and break pages by themselves.
    """

    def __init__(self, *, name: str, foot: str = "", form: str = "A4", language: str = "ja") -> None:
        super().__init__(orientation="portrait", unit="mm", format=form)
        self._foot = foot
        self.set_title(name)
        self.set_lang(language)
        self.set_creator("smsnotify")
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN)
        self.alias_nb_pages()
        with warnings.catch_warnings():
            # The font's tables hold a date that fontTools finds odd.
            warnings.simplefilter("ignore")
            self.add_font(FONT, "", str(font_path()))
        self.set_font(FONT, size=10)
        self.add_page()

    def footer(self) -> None:
        """fpdf2 calls it at the end of each page."""
        self.set_y(-MARGIN + 4)
        self.set_font(FONT, size=7.5)
        self.set_text_color(90)
        width = self.epw / 5
        self.cell(self.epw - width, 5, self._foot)
        self.cell(width, 5, f"{self.page_no()} / {{nb}}", align="R")
        self.set_text_color(0)

    def title_line(self, words: str) -> None:
        """The paper's name, once at its top."""
        self._write(words, size=17, line=9)
        self.ln(2)

    def heading(self, words: str) -> None:
        """What comes now. It does not stay alone at the end of a page."""
        if self.will_page_break(22):
            self.add_page()
        self.ln(3)
        self._write(words, size=12, line=7)
        self.rule()

    def entry_line(self, words: str) -> None:
        """The name of one thing among several; it does not stay alone at the end of a page."""
        if self.will_page_break(26):
            self.add_page()
        self.ln(2)
        self._write(words, size=10.5, line=6)

    def paragraph(self, words: str, *, size: float = 10) -> None:
        """A paragraph, broken over lines and pages; blank lines stay."""
        self._write(words, size=size, line=size * 0.52)
        self.ln(1)

    def pairs(self, rows: list[tuple[str, str]], *, term_width: float = 42, size: float = 9.5) -> None:
        """Term and description beside each other; empty descriptions are left out."""
        line = size * 0.52
        for term, words in rows:
            if not words:
                continue
            if self.will_page_break(line * 2):
                self.add_page()
            top, page = self.get_y(), self.page_no()
            self.set_font(FONT, size=size)
            self.set_text_color(90)
            self.multi_cell(term_width - 2, line, term, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            after_term, term_page = self.get_y(), self.page_no()
            self.set_text_color(0)
            if term_page == page:
                self.set_xy(self.l_margin + term_width, top)
            self.multi_cell(
                self.epw - term_width, line, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT
            )
            if self.page_no() == term_page:
                self.set_y(max(self.get_y(), after_term))
            self.ln(0.8)

    def rule(self) -> None:
        """A thin line over the width."""
        self.set_draw_color(150)
        self.line(self.l_margin, self.get_y(), self.l_margin + self.epw, self.get_y())
        self.ln(2)

    def written(self) -> bytes:
        """The finished PDF."""
        return bytes(self.output())

    def _write(self, words: str, *, size: float, line: float) -> None:
        self.set_font(FONT, size=size)
        self.multi_cell(0, line, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
