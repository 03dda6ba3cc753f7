"""`feedgen serve`: the feeds and pages, for a phone in the same network."""

from io import StringIO
from pathlib import Path

import click

from feedgen.cli.options import load_definitions, output_option, regions_option
from feedgen.definitions.places import Gazetteer
from feedgen.publish.server import LOOPBACK, FeedServer, lan_address

EVERYWHERE = "0.0.0.0"  # noqa: S104


@click.command("serve")
@click.argument("place", required=False)
@click.option(
    "--lan", is_flag=True, help="Let other machines in the same network in; else only this one."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes one that is free.",
)
@regions_option
@output_option
def serve_command(
    place: str | None, lan: bool, port: int, regions: Path | None, output: Path
) -> None:
    """Serve the feeds and pages on this machine as a phone would see them, until Ctrl-C.

    Prints the addresses of the feed and the page of PLACE, or of all provinces, and a code of the
    page that a phone's camera reads.

    Example: feedgen serve 松江 --lan
    """
    slug = _slug(place, regions) if place else ""
    with FeedServer(output, EVERYWHERE if lan else LOOPBACK, port) as server:
        host = f"{(lan and lan_address()) or LOOPBACK}:{server.port}"
        click.echo(f"{output} at http://{host}/")
        _print_addresses(output, host, f"{slug or 'all'}.ics", f"{slug}.html" if slug else "")
        if lan and host.startswith(LOOPBACK):
            click.echo("no network found: only this machine can reach it", err=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped")


def _slug(place: str, regions: Path | None) -> str:
    """Return the slug of the place with a page that a name means."""
    gazetteer = Gazetteer.of(load_definitions(regions).places)
    return gazetteer.area_of(gazetteer.resolve(place)).slug


def _print_addresses(output: Path, host: str, feed: str, page: str) -> None:
    """Print the addresses of a feed and a page, and a code of the page, else of the feed."""
    addresses = {"subscribe": f"webcal://{host}/{feed}", "copy": f"http://{host}/{feed}"}
    if (output / (page or "index.html")).is_file():
        addresses["page"] = f"http://{host}/{page}"
    for name, address in addresses.items():
        click.echo(f"{name:9}  {address}")
    click.echo(_code(addresses.get("page", addresses["subscribe"])))


def _code(address: str) -> str:
    """Return a QR code as text."""
    # Imported here since no other command needs it.
    import segno

    text = StringIO()
    segno.make(address, micro=False).terminal(text, compact=True)
    return text.getvalue()
