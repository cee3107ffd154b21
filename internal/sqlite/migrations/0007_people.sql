-- What a person has set for themselves alone.

ALTER TABLE users ADD COLUMN week_start INTEGER CHECK (week_start IN (0, 1, 6)); -- 0 Sunday; NULL: as the locale has it
