"""Pickups and deliveries under all weathers: cut, late, doubled, out of order, on bad sticks."""
