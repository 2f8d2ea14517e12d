"""The verbs of the ``kg`` command, by what they are for; ``kg.cli`` puts them together."""
