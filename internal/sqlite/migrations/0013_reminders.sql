-- Reminders follow a task that moves to another project: they are found by it.
CREATE INDEX reminders_task ON reminders (task) WHERE ended_at IS NULL;
