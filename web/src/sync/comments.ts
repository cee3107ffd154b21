/** Fetches the comments on tasks that somebody looks at, the latest first: snapshots leave them out. */
import { ProblemError } from '@/api/problem'
import type { Comment, Entry, Id, ProjectEvent } from '@/api/types'
import { type Http, problemIn } from './http'
import type { Discussion } from './replica'

interface Flight {
  /** What entries said of comments since the first page was asked for: the answers may be from before or after. */
  meanwhile: ProjectEvent[]
  /** A snapshot has taken the place of what the pages were to be added to. */
  stale: boolean
  done: Promise<void>
}

interface Page {
  readonly items: readonly Comment[]
  readonly nextCursor: string | null
}

export interface LoadOptions {
  /** Where the ones before those that are here go on; null: the latest. */
  cursor?: string | null
  /** At most so many, 1 to 500. */
  limit?: number
}

// Most tasks have fewer.
const pageOf = 60

export class CommentLoader {
  private readonly flights = new Map<Id, Flight>()

  constructor(
    private readonly http: Http,
    private readonly onSaid: (discussion: Discussion) => void,
  ) {}

  /** Asks for a page; who asks for the same task meanwhile shares the answer. Rejects with ProblemError. */
  load(task: Id, options: LoadOptions = {}): Promise<void> {
    const under = this.flights.get(task)
    if (under) return under.done
    const flight: Flight = { meanwhile: [], stale: false, done: Promise.resolve() }
    this.flights.set(task, flight)
    flight.done = this.fly(task, flight, options).finally(() => this.flights.delete(task))
    return flight.done
  }

  /** Entries have become part of what is confirmed. */
  hear(entries: readonly Entry[]): void {
    if (this.flights.size === 0) return
    const events = entries.flatMap((entry) => entry.events.filter(({ type }) => type.startsWith('comment:')))
    for (const flight of this.flights.values()) flight.meanwhile.push(...events)
  }

  /** There is a new snapshot: pages from before it do not count. */
  startAgain(): void {
    for (const flight of this.flights.values()) flight.stale = true
  }

  private async fly(task: Id, flight: Flight, options: LoadOptions): Promise<void> {
    let asked = options
    do {
      flight.stale = false
      flight.meanwhile = []
      const { items: comments, nextCursor: cursor } = await this.page(task, asked)
      const { meanwhile } = flight
      const { cursor: from = null, limit = pageOf } = asked
      const since = cursor === null ? '' : comments.slice(0, limit).at(-1)!.createdAt
      if (!flight.stale) this.onSaid({ type: 'comments', task, comments, from, cursor, since, meanwhile })
      asked = {} // after a snapshot none is here
    } while (flight.stale)
  }

  private async page(task: Id, { cursor = null, limit = pageOf }: LoadOptions): Promise<Page> {
    const from = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const path = `/tasks/${task}/comments?order=newest&limit=${limit}${from}`
    const answer = await this.http.get<Page>(path)
    if (answer.type !== 'ok') throw new ProblemError(problemIn(answer))
    return answer.value
  }
}
