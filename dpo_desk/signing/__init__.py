"""Digital signatures and the pictures of written ones; speaks to nobody outside this computer."""
