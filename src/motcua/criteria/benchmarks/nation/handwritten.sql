-- Every criterion of qd766-2022 for every node and month, as somebody who knows DuckDB would write it down once.
-- The horizon in microseconds since 1970, first and last in months since year 0.
-- It trusts that no two versions of one offer stand at a time, which the measures do not.
CREATE OR REPLACE TEMP MACRO month_of(us) AS
    12 * year(make_timestamp(us + 25200000000)) + month(make_timestamp(us + 25200000000)) - 1;

WITH received AS (
    SELECT
        body,
        month_of(received_at) AS month,
        count(*) AS received,
        count_if(eligible) AS received_eligible,
        count_if(eligible AND channel = 'online' AND online_level = 'full') AS received_full,
        count_if(channel = 'online' AND (NOT document OR electronic)) AS received_online_electronic,
        count_if(fee > 0) AS received_fee,
        count_if(fee > 0 AND paid_online AND paid_at IS NOT NULL) AS received_paid_online,
        count_if(digitised > 0 AND (NOT document OR electronic)) AS received_digitised,
        count_if(reused > 0) AS received_reused,
        count_if(reused > 0 OR electronic) AS received_shared,
        count_if(verified) AS received_verified,
        count_if(petitions > 0 OR disliked) AS received_unhappy,
        count(ended_at) AS taken,
        sum((ended_at - received_at) // 60000000) AS minutes_taken
    FROM dossier
    WHERE received_at < {horizon}
    GROUP BY ALL
),

finished AS (
    SELECT
        body,
        month_of(ended_at) AS month,
        count(*) AS finished,
        count_if(late_at <= ended_at) AS finished_late,
        count_if(document) AS results_due,
        count_if(document AND electronic) AS results_electronic,
        count_if(petitions > 0 OR disliked) AS finished_unhappy
    FROM dossier
    WHERE ended_at < {horizon} AND received_at IS NOT NULL
    GROUP BY ALL
),

late AS (
    SELECT body, month_of(late_at) AS month, count(*) AS became_late
    FROM dossier
    WHERE late_at < {horizon} AND received_at IS NOT NULL
    GROUP BY ALL
),

sent AS (
    SELECT
        body,
        month_of(sent_at) AS month,
        count(*) AS petitions,
        count_if(about = 'conduct') AS petitions_conduct,
        count_if(NOT liked OR reopened > 0 OR late_at < {horizon}) AS petitions_at_fault
    FROM petition
    WHERE sent_at < {horizon}
    GROUP BY ALL
),

answered AS (
    SELECT
        body,
        month_of(answered_at) AS month,
        count(*) AS petitions_answered,
        count_if(late_at <= answered_at) AS petitions_answered_late
    FROM petition
    WHERE answered_at < {horizon}
    GROUP BY ALL
),

petitions_late AS (
    SELECT body, month_of(late_at) AS month, count(*) AS petitions_became_late
    FROM petition
    WHERE late_at < {horizon}
    GROUP BY ALL
),

offered AS (
    SELECT
        body,
        month_of(begins_at) AS month,
        count(*) AS offers,
        count_if(online_level IN ('partial', 'full')) AS offers_online,
        count_if(fee) AS offers_fee,
        count_if(citizen) AS offers_citizen,
        count_if(published_at IS NOT NULL) AS offers_public,
        count_if(published_at IS NOT NULL AND complete) AS offers_complete
    FROM offer
    WHERE begins_at < {horizon}
    GROUP BY ALL
),

ceased AS (
    SELECT
        body,
        month_of(greatest(begins_at, ends_at)) AS month,
        count(*) AS ceased,
        count_if(online_level IN ('partial', 'full')) AS ceased_online,
        count_if(fee) AS ceased_fee,
        count_if(citizen) AS ceased_citizen,
        count_if(published_at IS NOT NULL) AS ceased_public,
        count_if(published_at IS NOT NULL AND complete) AS ceased_complete
    FROM offer
    WHERE begins_at < {horizon} AND ends_at < {horizon}
    GROUP BY ALL
),

declared_here AS (
    SELECT
        body,
        month_of(month_at) AS month,
        sum(amount) FILTER (WHERE name = 'synchronised') AS synchronised,
        sum(amount) FILTER (WHERE name = 'reported_national') AS reported_national,
        sum(amount) FILTER (WHERE name = 'communes') AS communes,
        sum(amount) FILTER (WHERE name = 'communes_certifying') AS communes_certifying
    FROM declared
    WHERE month_at < {horizon}
    GROUP BY ALL
),

decided AS (
    SELECT
        body,
        month_of(decided_at) AS month,
        count(DISTINCT procedure) FILTER (WHERE decision_on_time IS NOT NULL) AS procedures_decided,
        count(DISTINCT procedure) FILTER (WHERE NOT decision_on_time) AS procedures_decided_late,
        count(DISTINCT procedure) FILTER (WHERE publication_on_time IS NOT NULL) AS procedures_publicised,
        count(DISTINCT procedure) FILTER (WHERE NOT publication_on_time) AS procedures_publicised_late
    FROM offer
    WHERE decided_at < {horizon} AND month_of(decided_at) >= {first} AND procedure <> ''
    GROUP BY ALL
),

places AS (
    SELECT
        body,
        procedure,
        month_of(received_at) AS month,
        bool_or(channel = 'online') AS online,
        bool_or(fee > 0) AS paying,
        bool_or(fee > 0 AND paid_online AND paid_at IS NOT NULL) AS paid,
        bool_or(verified) AS verified
    FROM dossier
    WHERE received_at < {horizon} AND procedure <> ''
    GROUP BY ALL
),

spans AS (
    SELECT
        body,
        procedure,
        month_of(begins_at) AS begins,
        CASE WHEN ends_at < {horizon} THEN month_of(greatest(begins_at, ends_at)) ELSE 2147483647 END AS ends,
        online_level IN ('partial', 'full') AS online,
        fee,
        citizen
    FROM offer
    WHERE begins_at < {horizon}
),

used AS (
    SELECT
        places.body,
        places.month,
        count_if(places.online AND spans.online) AS services_used,
        count_if(places.paying) AS fee_procedures_used,
        count_if(places.paying AND spans.fee) AS fee_procedures_integrated,
        count_if(places.paid) AS fee_procedures_paid_online,
        count_if(places.verified AND spans.citizen) AS citizen_procedures_verified
    FROM places
    LEFT JOIN spans
        ON places.body = spans.body
        AND places.procedure = spans.procedure
        AND spans.begins <= places.month
        AND places.month < spans.ends
    GROUP BY ALL
),

leaves AS (
    SELECT *
    FROM received
    FULL JOIN finished USING (body, month)
    FULL JOIN late USING (body, month)
    FULL JOIN sent USING (body, month)
    FULL JOIN answered USING (body, month)
    FULL JOIN petitions_late USING (body, month)
    FULL JOIN offered USING (body, month)
    FULL JOIN ceased USING (body, month)
    FULL JOIN declared_here USING (body, month)
    FULL JOIN decided USING (body, month)
    FULL JOIN used USING (body, month)
),

nodes AS (
    SELECT
        node,
        month,
        sum(received) AS received,
        sum(received_eligible) AS received_eligible,
        sum(received_full) AS received_full,
        sum(received_online_electronic) AS received_online_electronic,
        sum(received_fee) AS received_fee,
        sum(received_paid_online) AS received_paid_online,
        sum(received_digitised) AS received_digitised,
        sum(received_reused) AS received_reused,
        sum(received_shared) AS received_shared,
        sum(received_verified) AS received_verified,
        sum(received_unhappy) AS received_unhappy,
        sum(taken) AS taken,
        sum(minutes_taken) AS minutes_taken,
        sum(finished) AS finished,
        sum(finished_late) AS finished_late,
        sum(results_due) AS results_due,
        sum(results_electronic) AS results_electronic,
        sum(finished_unhappy) AS finished_unhappy,
        sum(became_late) AS became_late,
        sum(petitions) AS petitions,
        sum(petitions_conduct) AS petitions_conduct,
        sum(petitions_at_fault) AS petitions_at_fault,
        sum(petitions_answered) AS petitions_answered,
        sum(petitions_answered_late) AS petitions_answered_late,
        sum(petitions_became_late) AS petitions_became_late,
        coalesce(sum(offers), 0) - coalesce(sum(ceased), 0) AS offers,
        coalesce(sum(offers_online), 0) - coalesce(sum(ceased_online), 0) AS offers_online,
        coalesce(sum(offers_fee), 0) - coalesce(sum(ceased_fee), 0) AS offers_fee,
        coalesce(sum(offers_citizen), 0) - coalesce(sum(ceased_citizen), 0) AS offers_citizen,
        coalesce(sum(offers_public), 0) - coalesce(sum(ceased_public), 0) AS offers_public,
        coalesce(sum(offers_complete), 0) - coalesce(sum(ceased_complete), 0) AS offers_complete,
        sum(synchronised) AS synchronised,
        sum(reported_national) AS reported_national,
        sum(communes) AS communes,
        sum(communes_certifying) AS communes_certifying,
        sum(procedures_decided) AS procedures_decided,
        sum(procedures_decided_late) AS procedures_decided_late,
        sum(procedures_publicised) AS procedures_publicised,
        sum(procedures_publicised_late) AS procedures_publicised_late,
        sum(services_used) AS services_used,
        sum(fee_procedures_used) AS fee_procedures_used,
        sum(fee_procedures_integrated) AS fee_procedures_integrated,
        sum(fee_procedures_paid_online) AS fee_procedures_paid_online,
        sum(citizen_procedures_verified) AS citizen_procedures_verified
    FROM leaves
    JOIN closure USING (body)
    GROUP BY ALL
),

grid AS (
    SELECT node, month::INTEGER AS month
    FROM (SELECT DISTINCT node FROM closure), range({first}, {last} + 1) months(month)
),

carried AS (
    SELECT
        node,
        month,
        COLUMNS(* EXCLUDE (node, month)),
        sum(coalesce(received, 0) - coalesce(finished, 0)) OVER so_far AS pending,
        sum(coalesce(became_late, 0) - coalesce(finished_late, 0)) OVER so_far AS pending_late,
        sum(coalesce(received_unhappy, 0) - coalesce(finished_unhappy, 0)) OVER so_far AS pending_unhappy,
        sum(coalesce(petitions, 0) - coalesce(petitions_answered, 0)) OVER so_far AS petitions_pending,
        sum(coalesce(petitions_became_late, 0) - coalesce(petitions_answered_late, 0)) OVER so_far
            AS petitions_pending_late,
        sum(offers) OVER so_far AS standing,
        sum(offers_online) OVER so_far AS online_services,
        sum(offers_fee) OVER so_far AS fee_procedures,
        sum(offers_citizen) OVER so_far AS citizen_procedures,
        sum(offers_public) OVER so_far AS public_procedures,
        sum(offers_complete) OVER so_far AS complete_procedures
    FROM nodes
    FULL JOIN grid USING (node, month)
    WINDOW so_far AS (PARTITION BY node ORDER BY month ROWS UNBOUNDED PRECEDING)
),

counted AS (
    SELECT node, month, coalesce(COLUMNS(* EXCLUDE (node, month)), 0)::BIGINT
    FROM carried
    WHERE month BETWEEN {first} AND {last}
),

divided AS (
    SELECT
        node,
        month,
        procedures_decided - procedures_decided_late AS numerator_1_1,
        procedures_decided AS denominator_1_1,
        procedures_publicised - procedures_publicised_late AS numerator_1_2,
        procedures_publicised AS denominator_1_2,
        complete_procedures AS numerator_1_3,
        public_procedures AS denominator_1_3,
        synchronised AS numerator_1_4,
        greatest(reported_national, received) AS denominator_1_4,
        finished - finished_late + pending - pending_late AS numerator_2_1,
        finished + pending AS denominator_2_1,
        minutes_taken AS numerator_2_2,
        taken AS denominator_2_2,
        online_services AS numerator_3_1,
        standing AS denominator_3_1,
        services_used AS numerator_3_2,
        online_services AS denominator_3_2,
        received_online_electronic AS numerator_3_3,
        received AS denominator_3_3,
        received_full AS numerator_3_full,
        received_eligible AS denominator_3_full,
        fee_procedures_integrated AS numerator_3_5,
        fee_procedures AS denominator_3_5,
        fee_procedures_paid_online AS numerator_3_5b,
        fee_procedures_used AS denominator_3_5b,
        received_paid_online AS numerator_3_6,
        received_fee AS denominator_3_6,
        results_electronic AS numerator_4_1,
        results_due AS denominator_4_1,
        received_digitised AS numerator_4_2,
        received AS denominator_4_2,
        communes_certifying AS numerator_4_certified,
        communes AS denominator_4_certified,
        received_reused AS numerator_4_3,
        received AS denominator_4_3,
        received_shared AS numerator_4_4,
        received AS denominator_4_4,
        received_verified AS numerator_4_5a,
        received AS denominator_4_5a,
        citizen_procedures_verified AS numerator_4_5b,
        citizen_procedures AS denominator_4_5b,
        petitions - petitions_conduct AS numerator_5_1a,
        petitions AS denominator_5_1a,
        petitions_conduct AS numerator_5_1b,
        petitions AS denominator_5_1b,
        petitions_answered - petitions_answered_late + petitions_pending - petitions_pending_late AS numerator_5_2,
        petitions_answered + petitions_pending AS denominator_5_2,
        petitions - petitions_at_fault AS numerator_5_3,
        petitions AS denominator_5_3,
        finished + pending - finished_late - pending_late - finished_unhappy - pending_unhappy AS numerator_5_4,
        finished + pending AS denominator_5_4,
        petitions_answered AS numerator_5_handled,
        petitions_answered + petitions_pending AS denominator_5_handled
    FROM counted
)

SELECT
    *,
    numerator_1_1 / nullif(denominator_1_1, 0) AS ratio_1_1,
    numerator_1_2 / nullif(denominator_1_2, 0) AS ratio_1_2,
    numerator_1_3 / nullif(denominator_1_3, 0) AS ratio_1_3,
    numerator_1_4 / nullif(denominator_1_4, 0) AS ratio_1_4,
    numerator_2_1 / nullif(denominator_2_1, 0) AS ratio_2_1,
    numerator_2_2 / nullif(denominator_2_2, 0) AS ratio_2_2,
    numerator_3_1 / nullif(denominator_3_1, 0) AS ratio_3_1,
    numerator_3_2 / nullif(denominator_3_2, 0) AS ratio_3_2,
    numerator_3_3 / nullif(denominator_3_3, 0) AS ratio_3_3,
    numerator_3_full / nullif(denominator_3_full, 0) AS ratio_3_full,
    numerator_3_5 / nullif(denominator_3_5, 0) AS ratio_3_5,
    numerator_3_5b / nullif(denominator_3_5b, 0) AS ratio_3_5b,
    numerator_3_6 / nullif(denominator_3_6, 0) AS ratio_3_6,
    numerator_4_1 / nullif(denominator_4_1, 0) AS ratio_4_1,
    numerator_4_2 / nullif(denominator_4_2, 0) AS ratio_4_2,
    numerator_4_certified / nullif(denominator_4_certified, 0) AS ratio_4_certified,
    numerator_4_3 / nullif(denominator_4_3, 0) AS ratio_4_3,
    numerator_4_4 / nullif(denominator_4_4, 0) AS ratio_4_4,
    numerator_4_5a / nullif(denominator_4_5a, 0) AS ratio_4_5a,
    numerator_4_5b / nullif(denominator_4_5b, 0) AS ratio_4_5b,
    numerator_5_1a / nullif(denominator_5_1a, 0) AS ratio_5_1a,
    numerator_5_1b / nullif(denominator_5_1b, 0) AS ratio_5_1b,
    numerator_5_2 / nullif(denominator_5_2, 0) AS ratio_5_2,
    numerator_5_3 / nullif(denominator_5_3, 0) AS ratio_5_3,
    numerator_5_4 / nullif(denominator_5_4, 0) AS ratio_5_4,
    numerator_5_handled / nullif(denominator_5_handled, 0) AS ratio_5_handled
FROM divided
