"""Why somebody is not signed in."""


class SignInFailed(Exception):
    """The sign-in cannot be completed; the message is a sentence for the person and holds no secret.

    ``detail`` is what the provider said about it, on one line, for the log.
    """

    def __init__(self, sentence: str, detail: str | None = None) -> None:
        super().__init__(sentence)
        self.detail = detail
