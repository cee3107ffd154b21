-- Comments are read in windows: the latest of a task without sorting all of them.
DROP INDEX comments_task;
CREATE INDEX comments_task ON comments (task, created_at, id);
