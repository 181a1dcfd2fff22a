"""Fields bound to the cells of a form: filled, grown, fitted on pages, drawn."""
