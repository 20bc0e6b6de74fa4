"""One module a verb of the journey. The outside world comes in through the small Protocols in ``ports``."""
