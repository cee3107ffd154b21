/** Fetches the comments on tasks that somebody looks at: snapshots leave them out. */
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

// The most that the server gives in one page is 500; most tasks have far fewer.
const pageOf = 200

export class CommentLoader {
  private readonly flights = new Map<Id, Flight>()

  constructor(
    private readonly http: Http,
    private readonly onSaid: (discussion: Discussion) => void,
  ) {}

  /** Asks for all pages; who asks for the same task meanwhile shares the answer. Rejects with ProblemError. */
  load(task: Id): Promise<void> {
    const under = this.flights.get(task)
    if (under) return under.done
    const flight: Flight = { meanwhile: [], stale: false, done: Promise.resolve() }
    this.flights.set(task, flight)
    flight.done = this.fly(task, flight).finally(() => this.flights.delete(task))
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

  private async fly(task: Id, flight: Flight): Promise<void> {
    do {
      flight.stale = false
      flight.meanwhile = []
      const comments = await this.pages(task, flight)
      if (!flight.stale) this.onSaid({ type: 'comments', task, comments, meanwhile: flight.meanwhile })
    } while (flight.stale)
  }

  private async pages(task: Id, flight: Flight): Promise<Comment[]> {
    const comments: Comment[] = []
    let cursor: string | null = null
    do {
      const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const answer = await this.http.get<Page>(`/tasks/${task}/comments?limit=${pageOf}${from}`)
      if (answer.type !== 'ok') throw new ProblemError(problemIn(answer))
      comments.push(...answer.value.items)
      cursor = answer.value.nextCursor
    } while (cursor !== null && !flight.stale)
    return comments
  }
}
