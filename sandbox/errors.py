"""What the person who started the sandbox can put right, and what does not hold in a story."""


class SandboxError(Exception):
    """One sentence that says what is wrong and what to do."""


class StoryError(SandboxError):
    """A step did not hold; the sentence says which."""


def hold(condition: bool, sentence: str) -> None:
    """Raises StoryError with the sentence unless the condition is met."""
    if not condition:
        raise StoryError(sentence)
