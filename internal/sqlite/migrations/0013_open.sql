-- What a board shows is found without reading what is archived or deleted: of a
-- project of many years that is nearly all.
CREATE INDEX tasks_open ON tasks (project) WHERE archived_at IS NULL AND deleted_at IS NULL;
