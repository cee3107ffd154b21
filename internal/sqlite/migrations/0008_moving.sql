-- Where a task lives on that was moved to another project; '' for all others.

ALTER TABLE tasks ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';
