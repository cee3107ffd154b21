export interface Vector {
  text: string
}
export function vectors(): Vector[]
/** What golden/changeset.json is to hold. */
export function file(): string
