"""checkov over the root, the modules and the examples, with every exception justified where it is made."""
