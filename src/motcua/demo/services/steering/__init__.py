"""How the demo province is steered: findings, tasks, a meeting, a review, recommendations, investments, reports."""

from motcua.demo.services.steering.living import Steered, steer

__all__ = ["Steered", "steer"]
