/** What golden/changeset.json has to be. */
export function file(): string
