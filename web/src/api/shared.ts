import { request } from './client'
import type { Project } from './types'

/** Where visitors of public links call: there the session of this browser counts for nothing. */
export const sharedBase = '/shared/api'

export type SharedProject = Pick<Project, 'id' | 'key' | 'name'>

/** Lets this browser in by a public link; 403 with `/password` where that is missing or wrong, 404 where the link has ended. */
export const openLink = (secret: string, password?: string) =>
  request<{ project: SharedProject }>(
    'POST',
    `/links/${encodeURIComponent(secret)}/open`,
    password ? { password } : {},
    { base: sharedBase },
  )
