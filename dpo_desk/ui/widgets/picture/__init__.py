"""A picture of where personal data flow: words, places, drawing, looking at it, taking it away."""
