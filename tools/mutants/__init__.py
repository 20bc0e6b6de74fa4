"""Mutation tests: the code is changed in one small way after the other, and some unit test has to notice each."""
