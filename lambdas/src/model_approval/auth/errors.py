"""Why somebody is not signed in."""


class SignInFailed(Exception):
    """The sign-in cannot be completed; the message is a sentence for the person and holds no secret."""
