"""Meetings: called, invited to, attended at their sites, and closed with minutes and conclusions."""
