"""Figures of officers and units that are fair to them: only what lay in their hands, for the same work, with doubt."""
