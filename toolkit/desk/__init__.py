"""What verbs share: the office's working folder and what lies on it."""
