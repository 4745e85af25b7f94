"""Backpropagation step by step: as a page that plays it, as a moving picture, as a table."""

from .explain import explain as explain
from .player import Player as Player, player as player
