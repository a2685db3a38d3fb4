"""Words and sentences for codes and values of the domain and of the checks."""
