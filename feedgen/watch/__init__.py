"""Looks at the authorities' notice pages for news; it reads, and a person decides."""
