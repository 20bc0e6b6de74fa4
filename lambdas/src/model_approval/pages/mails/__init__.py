"""What the mails say, by kind: content in words, before it becomes HTML or text."""
