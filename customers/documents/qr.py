"""An address as a QR code, for screens and paper."""

from io import BytesIO

import segno

# A tenth and more of the code may be scratched or creased and it is still read.
_LEVEL = "m"
# Modules of white around it, as the standard asks.
_QUIET_ZONE = 4


def qr_svg(address: str) -> bytes:
    """An SVG document without a size of its own: it grows with its place."""
    drawn = BytesIO()
    _code(address).save(
        drawn,
        kind="svg",
        border=_QUIET_ZONE,
        omitsize=True,
        dark="#000",
        light="#fff",
        svgclass=None,
        lineclass=None,
    )
    return drawn.getvalue()


def qr_png(address: str) -> bytes:
    """Some 700 pixels wide: sharp on a leaflet."""
    drawn = BytesIO()
    _code(address).save(drawn, kind="png", border=_QUIET_ZONE, scale=16)
    return drawn.getvalue()


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error=_LEVEL, boost_error=False)
