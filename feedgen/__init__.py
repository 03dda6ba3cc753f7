"""Calendar feeds of when exam results, re-check deadlines, reviews and certificates come, place by place.

Reading path: `cli` takes the words of the command line, `publish` knows the order of the stations, and each station
takes records and gives records: `definitions.load` -> `Region` -> `timelines.build` -> `Timeline` -> `events.compose`
-> `Event` -> `ics.render` -> bytes. The records are in `model`.
"""
