import { request } from './client'
import type { Found } from './types'

const most = 20

/** What holds these words, in all that the caller may see, best first. Throws ProblemError. */
export async function search(words: string, signal: AbortSignal): Promise<Found[]> {
  const path = `/search?limit=${most}&q=${encodeURIComponent(words)}`
  return (await request<{ items: Found[] }>('GET', path, undefined, { signal })).items
}
