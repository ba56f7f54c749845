"""Pages of the frame itself: home, help, components, errors."""
