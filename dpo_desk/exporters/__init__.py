"""What goes to other programs, in forms they read."""
