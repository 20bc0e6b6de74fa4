"""What the emulator reads back otherwise than it was written, so that Terraform would change it for ever.

Each entry says why AWS does not do so. The room's tests fail for any other difference, and for an entry that makes none
any more where its type of resource is applied. Mend the emulator (sandbox/cloud) rather than add to this.
"""

READ_BACKS: dict[tuple[str, str], str] = {}
"""(type of resource, attribute): why it is not ours."""
