"""Sentences for codes and values: what the domain and the checks found, as people read it."""
