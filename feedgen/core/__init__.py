"""What every other part builds on: records, errors, working days, atomic files."""
