/**
 * Edits that cannot be sent any more, because access to their project has ended (L3). They are kept for the person who
 * made them, to read and copy; of the project itself nothing stays but how the task was called.
 */
import type { Command, CommandBody, Comment, Id, Instant } from '@/api/types'
import { read } from '@/project/state'
import type { Outcome, Pending, PendingList } from './pending'
import type { Replica, Said } from './replica'

/** One edit that was not sent: one command, or several that stand or fall together. */
export interface SetAside {
  readonly id: Id
  readonly at: Instant
  /** What can be run again, as new commands, should access come back. */
  readonly commands: readonly CommandBody[]
  /** The task that it is about, as the server called it last; null where it is about none, or about a new one. */
  readonly task: { readonly key: string; readonly title: string } | null
  /** The status that a task was to be moved to. */
  readonly status: string | null
  /** What the person had written; empty where nothing was. */
  readonly text: string
}

type Known = Pick<Replica, 'confirmed' | 'view'>

/** Describes commands as long as what they are about is still known. */
export function setAside(known: Known, id: Id, commands: readonly CommandBody[], at: Instant): SetAside {
  const first = commands[0]!
  const task = known.confirmed.tasks.get(taskOf(known, first) ?? '')
  const status = first.kind === 'task.move' ? known.view.statuses.get(first.status) : undefined
  return {
    id,
    at,
    commands: commands.map(withoutId),
    task: task ? { key: task.key, title: task.title } : null,
    status: status?.name ?? null,
    text: commands.map(textOf).filter(Boolean).join('\n\n'),
  }
}

function withoutId(command: CommandBody): CommandBody {
  const { id: _, ...body } = command as Command
  return body as CommandBody
}

function taskOf({ view }: Known, command: CommandBody): Id | undefined {
  if ('task' in command && typeof command.task === 'string') return command.task
  if (!('comment' in command) || typeof command.comment !== 'string') return undefined
  return (read(view, 'comment', command.comment) as Comment | undefined)?.task
}

/** What a person had written in it, in the order in which one reads it. */
function textOf(command: CommandBody): string {
  const fields = command as unknown as Record<string, unknown>
  const texts = ['title', 'name', 'description', 'body'].map((field) => fields[field])
  return texts.filter((text) => typeof text === 'string' && text !== '').join('\n\n')
}

/** The edits that were pending when access ended, until it is known of each whether it took effect. */
export class Leftovers {
  private readonly edits = new Map<Pending, SetAside>()
  /** Of their first commands. */
  readonly ids: readonly Id[]

  /** Takes everything out of the list; what is under way is waited for. */
  constructor(known: Known, list: PendingList) {
    this.ids = list.items.map(({ commands }) => commands[0]!.id)
    for (const item of list.items.splice(0)) {
      this.edits.set(item, setAside(known, item.commands[0]!.id, item.commands, item.by.at))
    }
  }

  /** How many are still under way. */
  get size(): number {
    return this.edits.size
  }

  /** The answer to a call from before. */
  hear(said: Said): void {
    if (said.type !== 'receipt' && said.type !== 'refusal') return
    const outcome: Outcome = said.type === 'receipt' ? { ok: true, seq: said.seq } : said.outcome
    for (const item of this.edits.keys()) {
      if (!item.commands.some(({ id }) => id === said.command)) continue
      this.edits.delete(item)
      for (const tell of item.settled.splice(0)) tell(outcome)
    }
  }

  /** Gives those away, once each, that have not taken effect as far as anyone knows, and are not under way. */
  take(): SetAside[] {
    const found = [...this.edits].filter(([item]) => !item.flying)
    for (const [item] of found) this.edits.delete(item)
    return found.filter(([item]) => item.seq === null).map(([, edit]) => edit)
  }
}
