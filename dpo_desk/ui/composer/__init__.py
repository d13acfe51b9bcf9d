"""The letter composer: the pieces of a letter at the left, the page as it will print at the right."""
