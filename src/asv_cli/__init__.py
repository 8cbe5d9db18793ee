"""asv drafts replies to Amazon buyers from decision trees written in YAML."""

__version__ = "0.1.0"
