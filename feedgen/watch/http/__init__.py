"""Fetches pages of the authorities' sites politely and within bounds."""
