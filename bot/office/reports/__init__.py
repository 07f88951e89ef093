"""Reports: figures and lists of a period, closed months, and what leaders say of their skills."""
