"""The verbs of diagnoses: figures that are kept, and what is said against them."""
