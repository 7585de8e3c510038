"""Every step of a case, for the cases of some children: what all measures of a release count.

As many rows as a case leaves, on days that follow one another; no plan here is a likely one.
"""

WHOLE = """
CREATE TEMP TABLE whole ON COMMIT DROP AS
SELECT id, area, kind, given_on, given_on - 43 AS decided_on,
  date_trunc('week', given_on - 45)::date AS met_on,
  left(md5(area || date_trunc('week', given_on - 45)), 22) AS panel_id,
  CASE kind WHEN 'charged' THEN 'charge' ELSE kind END AS disposal
FROM drawn
WHERE kind <> 'conviction' AND child_id IN (SELECT child_id FROM made LIMIT :whole)
"""
OFFENCES = """
INSERT INTO case_offence (case_id, position, offence_code, committed_on, area, case_area,
  summary)
SELECT id, 1, 'TH68023', given_on - 75, area, area, :unread FROM whole
"""
STAGES = """
INSERT INTO case_change (id, case_id, area, case_version, action, from_stage, to_stage, at, by)
SELECT left(md5(id || to_stage), 22), id, area, case_version, 'move', from_stage, to_stage,
  given_on - days + interval '12 hours', 'benchmark'
FROM whole, (VALUES (1, NULL, 'assessment', 60), (2, 'assessment', 'panel_ready', 54),
  (3, 'listed', 'decided', 43)) AS stage(case_version, from_stage, to_stage, days)
"""
PANELS = """
INSERT INTO panel (id, version, area, held_on, venue, convened_at, convened_by)
SELECT DISTINCT panel_id, 2, area, met_on, 'Hall', met_on - interval '14 days', 'benchmark'
FROM whole
"""
ATTENDANCES = """
INSERT INTO panel_attendance (panel_id, area, panel_version, position, agency, name, recorded_at,
  recorded_by)
SELECT id, area, 2, position, agency, 'Example', held_on + interval '18 hours', 'benchmark'
FROM panel, unnest(ARRAY['police', 'youth_justice', 'health', 'education', 'housing'])
  WITH ORDINALITY AS came(agency, position)
WHERE random() < 0.9
"""
AGENDA = """
INSERT INTO agenda_item (id, panel_id, case_id, area, listed_at, listed_by, decided_at)
SELECT id, panel_id, id, area, met_on - interval '7 days', 'benchmark', met_on + interval '12 hours'
FROM whole
"""
DEFERRED = """
INSERT INTO agenda_item (id, panel_id, case_id, area, listed_at, listed_by, removed_at,
  removed_by, removed_because)
SELECT reverse(id), panel_id, id, area, met_on - interval '8 days', 'benchmark', met_on,
  'benchmark', 'adjourned'
FROM whole WHERE random() < 0.1
"""
DISPOSALS = """
INSERT INTO disposal (id, case_id, area, panel_id, disposal, rationale, rejected,
  departs_from_protocol, conditions, decided_on, recorded_at, recorded_by)
SELECT id, id, area, panel_id, disposal, :unread, :unread, random() < 0.1,
  :unread, met_on, met_on + interval '12 hours', 'benchmark' FROM whole
"""
DECISIONS = """
INSERT INTO police_decision (id, disposal_id, case_id, area, agrees, disposal,
  departs_from_protocol, decided_on, officer_rank, conditions, recorded_at, recorded_by)
SELECT id, id, id, area, true, disposal, random() < 0.1,
  decided_on, 'inspector', :unread, decided_on + interval '12 hours', 'benchmark' FROM whole
"""
GIVINGS = """
INSERT INTO administration (disposal_id, case_id, area, disposal, given_on, admission,
  effect_explained, given_by_rank, conditions, outcome_id, recorded_at, recorded_by)
SELECT id, id, area, disposal, given_on, true, true,
  'constable', :unread, id, given_on + interval '12 hours', 'benchmark'
FROM whole WHERE kind IN ('community_resolution', 'youth_caution', 'youth_conditional_caution')
"""
PLANS = """
INSERT INTO intervention_plan (disposal_id, case_id, area, disposal, given_on, started_at)
SELECT id, id, area, disposal, began, began + interval '12 hours'
FROM (
  SELECT *, CASE kind WHEN 'outcome_22' THEN decided_on ELSE given_on END AS began FROM whole
) AS each
WHERE kind IN ('community_resolution', 'outcome_22', 'youth_conditional_caution')
"""
CONDITIONS = """
INSERT INTO condition (id, version, disposal_id, case_id, area, position, kind, description,
  due_on, hours_required)
SELECT left(md5(case_id || number), 22), 1, case_id, case_id, area, number, 'direct_work', :unread,
  given_on + 60, 2 * number
FROM intervention_plan, LATERAL generate_series(1, 1 + ascii(case_id) % 3) number
"""
STARTS = """
INSERT INTO condition_version (condition_id, area, version, action, due_on, at, by)
SELECT id, area, 1, 'start_plan', due_on, due_on - 60 + interval '12 hours', 'benchmark'
FROM condition
"""
# One plan in sixteen is stopped; the others are carried out, if that is not yet to come.
BREACHES = """
INSERT INTO breach (id, disposal_id, case_id, area, conditions, excuse_considered, narrative,
  opened_at, opened_by)
SELECT case_id, case_id, case_id, area, '[]', true, :unread, given_on + interval '30 days',
  'benchmark'
FROM intervention_plan WHERE case_id LIKE '0%' AND disposal <> 'outcome_22'
"""
BREACH_DECISIONS = """
INSERT INTO breach_decision (breach_id, area, decision, rationale, excused_conditions, conditions,
  decided_at, decided_by)
SELECT id, area, 'return_to_panel', :unread, '[]', :unread, opened_at + interval '7 days',
  'benchmark'
FROM breach
"""
CONCLUSIONS = """
INSERT INTO conclusion (disposal_id, case_id, area, disposal, concluded_on, summary, recorded_at,
  recorded_by)
SELECT case_id, case_id, area, disposal, ends_on, :unread, ends_on + interval '12 hours',
  'benchmark'
FROM (
  SELECT *, given_on + CASE disposal WHEN 'outcome_22' THEN 43 ELSE 60 END AS ends_on
  FROM intervention_plan
) AS each
WHERE ends_on <= :until AND case_id NOT IN (SELECT case_id FROM breach)
"""
VICTIMS = """
INSERT INTO victim (id, version, case_id, area, kind, may_share_with_yjs, status, recorded_at)
SELECT reverse(id), 2, id, area, 'person', true, 'views_recorded', given_on - interval '50 days'
FROM whole WHERE random() < 0.7
"""
STATEMENTS_OF_VICTIMS = """
INSERT INTO victim_version (victim_id, area, version, details, status, consents_to_contact,
  restorative_justice, told_of_outcome, recorded_at, recorded_by)
SELECT id, area, number, :unread, (ARRAY['contacted', 'views_recorded'])[number], random() < 0.9,
  (ARRAY['not_offered', 'offered', 'accepted', 'declined'])[1 + floor(random() * 4)],
  number = 2, recorded_at + (number - 1) * interval '4 days', 'benchmark'
FROM victim, generate_series(1, 2) number
"""
FILLED = (
    *("case_offence", "panel", "panel_attendance", "agenda_item", "disposal", "police_decision"),
    *("administration", "intervention_plan", "condition", "condition_version", "breach"),
    *("breach_decision", "conclusion", "victim", "victim_version"),
)
STATEMENTS = (
    *(WHOLE, OFFENCES, STAGES, PANELS, ATTENDANCES, AGENDA, DEFERRED, DISPOSALS, DECISIONS),
    *(GIVINGS, PLANS, CONDITIONS, STARTS, BREACHES, BREACH_DECISIONS, CONCLUSIONS),
    *(VICTIMS, STATEMENTS_OF_VICTIMS),
)
