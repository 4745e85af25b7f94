"""The fields that boxes and arrows can show, and which of them they do if nobody says."""

SHOWN = ("label", "data", "grad")
FIELDS = (*SHOWN, "partial")
