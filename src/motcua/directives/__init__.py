"""From a finding to a named task, a date and a measured effect: one lead, one deadline, one number."""
