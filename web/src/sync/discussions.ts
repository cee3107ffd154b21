/** Which comments of a project's tasks are here, and what else is fetched when somebody looks or answers. */
import type { Comment, Entry, Id } from '@/api/types'
import { read } from '@/project/state'
import { CommentLoader } from './comments'
import type { Http } from './http'
import type { Discussion, Replica } from './replica'

// In one page when the way to one comment is fetched, and when somebody goes back by themselves.
const whole = 500
const some = 100

export class Discussions {
  private readonly loader: CommentLoader

  constructor(
    private readonly replica: Replica,
    http: Http,
    private readonly onSaid: (discussion: Discussion) => void,
  ) {
    this.loader = new CommentLoader(http, onSaid)
  }

  /** Has the latest comments on a task put into the view, until the next snapshot. Throws ProblemError if they cannot be had. */
  async load(task: Id): Promise<void> {
    const { discussed, confirmed } = this.replica
    if (discussed.has(task)) return
    if (confirmed.tasks.get(task)?.commentCount) return this.loader.load(task)
    this.onSaid({ type: 'comments', task, comments: [], from: null, cursor: null, since: '', meanwhile: [] })
  }

  /** The same with a page of those before, or with as many as it takes to reach one. */
  async loadEarlier(task: Id, to?: Id): Promise<void> {
    const cursorNow = (): string | null => this.replica.discussed.get(task)?.cursor ?? null
    for (let cursor = cursorNow(); cursor !== null; cursor = cursorNow()) {
      if (to && read(this.replica.confirmed, 'comment', to)) return
      await this.loader.load(task, { cursor, limit: to ? whole : some })
      if (!to) return
    }
  }

  /** Entries have come, merged already; after a snapshot what was asked for is asked again. */
  hear(entries: readonly Entry[], reset: boolean): void {
    if (reset) this.loader.startAgain()
    this.loader.hear(entries)
    this.fetchAnswered(entries)
  }

  /** Somebody has answered what is not here: the latest comments bring it along. */
  private fetchAnswered(entries: readonly Entry[]): void {
    const { confirmed, discussed } = this.replica
    for (const event of entries.flatMap(({ events }) => events)) {
      const { task, parent } = (event.type === 'comment:created' ? event.comment : {}) as Partial<Comment>
      if (!task || !parent || !discussed.get(task)?.cursor || read(confirmed, 'comment', parent)) continue
      // Without an answer it stays out of sight until somebody goes that far back.
      this.loader.load(task).catch(() => {})
    }
  }
}
