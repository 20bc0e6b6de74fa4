"""Tables of inputs and outputs for the READMEs, made from the .tf files themselves."""
