"""Working groups: the bundle with everything residents said on a group's action fields."""
