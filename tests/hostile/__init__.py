"""Attackers with a site, a seat at the workstation, or a stick (issue C, points 6 and 7)."""
