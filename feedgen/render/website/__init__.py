"""Renders the pages."""

from feedgen.render.website.answer import choose_answer, upcoming
from feedgen.render.website.pages import IndexData, NewsItem, Website
from feedgen.render.website.region import MAX_RULES_SHOWN
from feedgen.render.website.search import search_script
from feedgen.render.website.tiles import Province
