"""Outcome and answers to letters: strict, and the same for the same answers.

Jinja parses the templates, and only those that no earlier start has kept; what is printed is
data, so that a template can run nothing.
"""

from __future__ import annotations

from asv_cli.render.letters import Renderer
from asv_cli.render.setting import Setting
from asv_cli.render.templates import Templates

__all__ = ["Renderer", "Setting", "Templates"]
