"""Outcome and answers to letters: strict, sandboxed, and the same for the same answers."""

from __future__ import annotations

from asv_cli.render.dependence import Branch, Dependence
from asv_cli.render.letters import Renderer, Setting
from asv_cli.render.needs import Needs
from asv_cli.render.survey import Survey
from asv_cli.render.templates import Templates

__all__ = ["Branch", "Dependence", "Needs", "Renderer", "Setting", "Survey", "Templates"]
