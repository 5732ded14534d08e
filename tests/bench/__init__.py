"""Measures the promises of docs/benchmarks.md. Run it with `make bench`; `python -m tests.bench --help` says more.

Everything happens in scratch databases below `var/bench` and on the loopback address; nothing of the product's own
data is read or written.
"""
