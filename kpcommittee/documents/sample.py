"""A small document with everything that minutes can hold, to try a template on."""

SAMPLE = """# Prøve · Sample

- **Udvalg:** Fordelingsudvalget, Lindebæk Kommune

## Beslutninger

| Punkt | Sag | Beslutning |
|---|---|---:|
| 1 | 2026-0412 | Klub Øst · 5 t/uge |

### Punkt 1 · sag 2026-0412 · A.K., 13 år

**Beslutning**

Udvalget besluttede enstemmigt, at æ, ø og å er læselige.

- Et punkt
  - med et punkt i
"""
