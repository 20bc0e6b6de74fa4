"""What goes wrong outside the sandbox and can be put right by the person who started it."""


class SandboxError(Exception):
    """One sentence that says what is wrong and what to do."""
