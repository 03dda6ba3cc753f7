"""Makes the links that add a feed to a calendar, and the QR code of a page."""

from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote


@dataclass(frozen=True)
class FeedLinks:
    """The links from a page to one feed."""

    file: str
    """Relative to the page, for downloads."""
    address: str
    """https address; empty if the site's address is not known."""
    name: str
    """Name of the calendar."""

    @property
    def webcal(self) -> str:
        """Address that Apple's calendars and ICSx5 take as a subscription."""
        return f"webcal:{self.address.partition(':')[2]}"

    @property
    def google(self) -> str:
        """Google's page that offers to add it, in the form that web pages use; not tested."""
        return f"https://calendar.google.com/calendar/r?cid={quote(self.webcal, safe='')}"

    @property
    def outlook(self) -> str:
        """Outlook.com's page that offers to add it."""
        return f"https://outlook.live.com/calendar/0/addfromweb?{self._query()}"

    @property
    def office(self) -> str:
        """Microsoft 365's page that offers to add it."""
        return f"https://outlook.office.com/calendar/0/addfromweb?{self._query()}"

    def _query(self) -> str:
        return f"url={quote(self.address, safe='')}&name={quote(self.name, safe='')}"


def qr_code(address: str) -> str:
    """Return the QR code of an address as SVG, in the colour of the text around it."""
    # Imported here: it brings most of the network modules, and pages without an address need none.
    import segno

    image = BytesIO()
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
