"""Example data: the parties, areas and goals of the plan with invented texts; one command loads it, one removes it."""
