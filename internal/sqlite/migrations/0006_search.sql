-- What is looked through: the projection `search`. Its rows can be thrown away
-- and are made again from the rows of `tables`.

CREATE TABLE search_positions (
	stream  INTEGER PRIMARY KEY,  -- number of a project's stream
	seq     INTEGER NOT NULL,     -- the last entry whose texts can be found
	filling TEXT                  -- the last task taken over of those from before seq; NULL: all are
);

CREATE TABLE search_docs (
	number  INTEGER PRIMARY KEY,  -- the row of search_text; later ones are newer
	kind    TEXT    NOT NULL,     -- project, task or comment
	id      TEXT    NOT NULL UNIQUE,
	project TEXT    NOT NULL
);
CREATE INDEX search_docs_project ON search_docs (project);

-- Folded words, joined by spaces. `place` is "p" and the number of the stream, so
-- that only projects that the person sees are looked through.
CREATE VIRTUAL TABLE search_text USING fts5 (place, title, body, content='', contentless_delete=1, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0');

-- Every word that was ever found in a text, for who has mistyped it: by its parts
-- of three letters, its ends marked with < and >.
CREATE TABLE search_words (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE search_parts USING fts5 (word, tokenize='trigram', columnsize=0);
