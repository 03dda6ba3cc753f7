"""Renders the pages."""

from feedgen.render.website.answer import answer, coming
from feedgen.render.website.pages import Country, News, Website
from feedgen.render.website.search import search_script
from feedgen.render.website.tiles import Province
