"""Facts to dates: timelines, estimation, and how right they were."""
