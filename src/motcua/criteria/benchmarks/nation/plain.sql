-- The counters of dossiers by body and month, as they are asked of a plain table: one reading for each moment.
WITH received AS (
    SELECT
        body,
        {month:received_at} AS month,
        count(*) AS received,
        count(*) FILTER (WHERE ended_at IS NOT NULL) AS taken,
        count(*) FILTER (WHERE eligible) AS received_eligible,
        count(*) FILTER (WHERE eligible AND channel = 'online' AND online_level = 'full') AS received_full,
        count(*) FILTER (WHERE channel = 'online' AND (NOT document OR electronic)) AS received_online_electronic,
        count(*) FILTER (WHERE fee > 0) AS received_fee,
        count(*) FILTER (WHERE fee > 0 AND paid_online AND paid_at IS NOT NULL) AS received_paid_online,
        count(*) FILTER (WHERE digitised > 0 AND (NOT document OR electronic)) AS received_digitised,
        count(*) FILTER (WHERE reused > 0) AS received_reused,
        count(*) FILTER (WHERE reused > 0 OR electronic) AS received_shared,
        count(*) FILTER (WHERE verified) AS received_verified,
        count(*) FILTER (WHERE petitions > 0 OR disliked) AS received_unhappy
    FROM dossier
    WHERE received_at < {horizon}
    GROUP BY 1, 2
),

finished AS (
    SELECT
        body,
        {month:ended_at} AS month,
        count(*) AS finished,
        count(*) FILTER (WHERE late_at <= ended_at) AS finished_late,
        count(*) FILTER (WHERE document) AS results_due,
        count(*) FILTER (WHERE document AND electronic) AS results_electronic,
        count(*) FILTER (WHERE petitions > 0 OR disliked) AS finished_unhappy
    FROM dossier
    WHERE ended_at < {horizon} AND received_at IS NOT NULL
    GROUP BY 1, 2
),

late AS (
    SELECT body, {month:late_at} AS month, count(*) AS became_late
    FROM dossier
    WHERE late_at < {horizon} AND received_at IS NOT NULL
    GROUP BY 1, 2
)

SELECT *
FROM received
FULL JOIN finished USING (body, month)
FULL JOIN late USING (body, month)
