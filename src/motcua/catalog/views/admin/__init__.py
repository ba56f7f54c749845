"""The pages of those who keep the catalogue: the list, the designer of one procedure, the import."""
