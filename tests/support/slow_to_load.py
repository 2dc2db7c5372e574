"""A library that takes its time to load."""

from __future__ import annotations

import time

time.sleep(1.0)
