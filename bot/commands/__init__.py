"""Commands that live in rooms of their own: what we know (`knowing`), and the show (`showing`)."""
