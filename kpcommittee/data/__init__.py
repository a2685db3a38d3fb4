"""What ships as data: the dated law, the default reasons and the sample workspace."""
