const nameOf = (id: string): string => `tandem-recording-${id}`

/** This page has a recording in hand, until it is closed or crashes. */
export function holdRecording(id: string): void {
  void globalThis.navigator.locks?.request(nameOf(id), () => new Promise(() => {}))
}

/** Those of some recordings that no page has in hand: they were broken off. */
export async function brokenOff<T extends { readonly id: string }>(recordings: readonly T[]): Promise<T[]> {
  const { held = [] } = (await globalThis.navigator.locks?.query()) ?? {}
  const names = new Set(held.map(({ name }) => name))
  return recordings.filter(({ id }) => !names.has(nameOf(id)))
}
