"""Mutation testing of what decides a release: `make mutants`, explained in docs/mutants.md."""
