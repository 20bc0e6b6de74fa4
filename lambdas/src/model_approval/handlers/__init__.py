"""The Lambda entry points, thin; ``wiring`` joins ports to adapters, ``settings`` reads the environment."""
