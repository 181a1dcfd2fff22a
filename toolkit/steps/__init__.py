"""One verb, one module: the steps of a round."""
