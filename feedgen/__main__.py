"""Lets `python -m feedgen` do what the command does."""

from feedgen.cli import main

if __name__ == "__main__":
    main(prog_name="feedgen")
