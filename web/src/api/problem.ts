import type { Problem } from './types'

/** What a call throws when it is refused, or does not get through (`status` 0). */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail || problem.title)
    this.name = 'ProblemError'
    this.problem = problem
  }

  /** 0: no answer came, so nothing is known about what happened. */
  get status(): number {
    return this.problem.status
  }

  /** What is wrong with each field of the body, by its name: `/email` → `email`. */
  get fields(): Record<string, string> {
    const errors = this.problem.errors ?? []
    return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer.replace(/^[#/]+/, ''), detail]))
  }
}

export const unreachable: Problem = {
  type: 'about:blank',
  title: 'No connection',
  status: 0,
  detail: 'The server cannot be reached. Check your connection and try again.',
}

/** Reads the problem of an answer; one that is not `application/problem+json` (a proxy's page) keeps its status only. */
export async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: 'about:blank',
    title: response.statusText || 'Error',
    status: response.status,
    detail: 'Something went wrong on the server. Try again in a moment.',
  }
  if (!response.headers.get('Content-Type')?.includes('application/problem+json')) return fallback
  try {
    return { ...fallback, ...((await response.json()) as Partial<Problem>) }
  } catch {
    return fallback
  }
}
