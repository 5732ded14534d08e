"""Example data: the parties, areas and goals of the plan, with invented texts. Loaded and removed by one command."""
