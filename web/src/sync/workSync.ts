/**
 * Follows what somebody is to do, over all projects that they see. It keeps no copy of any: whatever an entry says of a
 * task of theirs, the list is asked for anew, since it is little.
 */
import type { Id, ProjectEvent, Task } from '@/api/types'
import type { Clock } from './clock'
import type { Frame } from './frame'
import type { Socket } from './socket'

// One gesture often touches several tasks, and all streams say hello at once.
const gatherMs = 100

export interface WorkOptions {
  readonly socket: Pick<Socket, 'overhear'>
  readonly clock: Clock
  me(): Id | null
  /** All of it; null where it cannot be had now. */
  load(): Promise<readonly Task[] | null>
  onWork(tasks: readonly Task[]): void
}

export class WorkSync {
  private readonly leave = new Map<Id, () => void>()
  private held: ReadonlySet<Id> = new Set()
  private timer: unknown = null
  private asked = 0

  constructor(private readonly options: WorkOptions) {}

  /** Listens to these projects and to no others. */
  follow(projects: readonly Id[]): void {
    for (const [id, leave] of this.leave) {
      if (projects.includes(id)) continue
      leave()
      this.leave.delete(id)
    }
    for (const id of projects) {
      if (this.leave.has(id)) continue
      this.leave.set(id, this.options.socket.overhear(id, { onFrame: (frame) => this.hear(frame) }))
    }
    this.ask()
  }

  stop(): void {
    this.options.clock.clear(this.timer)
    this.asked++
    for (const leave of this.leave.values()) leave()
    this.leave.clear()
  }

  /** Asks for all of it, soon. */
  ask(): void {
    this.options.clock.clear(this.timer)
    this.timer = this.options.clock.after(gatherMs, () => void this.load())
  }

  private async load(): Promise<void> {
    const turn = ++this.asked
    const tasks = await this.options.load()
    if (turn !== this.asked || !tasks) return
    this.held = new Set(tasks.map(({ id }) => id))
    this.options.onWork(tasks)
  }

  private hear(frame: Frame): void {
    // Between two connections anything may have happened.
    if (frame.type === 'hello' || frame.type === 'reset' || frame.type === 'unsubscribed') this.ask()
    else if (frame.type === 'entry' && frame.events.some((event) => this.concerns(event))) this.ask()
  }

  private concerns(event: ProjectEvent): boolean {
    // Of other things their names and categories matter: statuses, the project itself.
    if (!event.type.startsWith('task:')) return /^(status|project):/.test(event.type)
    const me = this.options.me()
    const whole = event.task as Task | undefined
    const named = [whole?.assignees, event.set?.assignees, event.add?.assignees] as (Id[] | undefined)[]
    return (
      this.held.has(whole?.id ?? event.id ?? '') || named.some((list) => me !== null && list?.includes(me))
    )
  }
}
