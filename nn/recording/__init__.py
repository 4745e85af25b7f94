"""Trainings recorded epoch by epoch, to be played on a page."""

from .player import TrainingPlayer as TrainingPlayer, player_of as player_of
