"""The gateway as the tests drive it: its agents, its settings, and what it has stored."""
