"""The addresses under which a feed is taken into a calendar, and their QR code."""

from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote


@dataclass(frozen=True)
class Feed:
    """One feed of a place, as a page beside it links to it."""

    file: str
    """Relative to the page, for downloading."""
    address: str
    """https address; empty where it is not known under which the site stands."""
    name: str
    """What a calendar is to call it."""

    @property
    def webcal(self) -> str:
        """Address that Apple's calendars and ICSx5 take as a subscription."""
        return f"webcal:{self.address.partition(':')[2]}"

    @property
    def google(self) -> str:
        """Google's page that asks whether to add it, in the form in which web pages offer it; not
        tested.
        """
        return f"https://calendar.google.com/calendar/r?cid={quote(self.webcal, safe='')}"

    @property
    def outlook(self) -> str:
        """Outlook.com's page that asks whether to add it."""
        return f"https://outlook.live.com/calendar/0/addfromweb?{self._query()}"

    @property
    def office(self) -> str:
        """The same of Microsoft 365."""
        return f"https://outlook.office.com/calendar/0/addfromweb?{self._query()}"

    def _query(self) -> str:
        return f"url={quote(self.address, safe='')}&name={quote(self.name, safe='')}"


def qr_code(address: str) -> str:
    """Return the QR code of an address as SVG that takes the colour of its surroundings."""
    image = BytesIO()
    # Here, since most of what it brings along has to do with the network, and pages without an
    # address need none of it.
    import segno

    segno.make(address, micro=False, error="m").save(
        image,
        kind="svg",
        xmldecl=False,
        svgns=False,
        nl=False,
        omitsize=True,
        border=2,
        title="本页网址的二维码",
    )
    return image.getvalue().decode()
