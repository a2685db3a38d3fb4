"""Words and sentences for the codes and values of the domain and the checks."""
