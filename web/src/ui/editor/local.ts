/** Files that have an address and are not attached yet: until they are, this browser shows its own copy. */
const copies = new Map<string, string>()

export function showLocally(path: string, file: Blob): void {
  copies.set(path, URL.createObjectURL(file))
}

/** What shows it already goes on doing so. */
export function showFromServer(path: string): void {
  copies.delete(path)
}

/** Where a picture is to be read. */
export const sourceOf = (path: string): string => copies.get(path) ?? path
