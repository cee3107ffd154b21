/**
 * What was done to tasks of any project from one list, to be taken back in its order. A project in which something was
 * done stays open for as long as the list is: what can be taken back in it is its own to know.
 */
import { until } from '@vueuse/core'
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { CommandBody, Id, Member, Task } from '@/api/types'
import { acquire } from './openProjects'
import type { ProjectStore, RunResult, TakenBack } from './project'
import { isReady } from './ready'

/** A change of a task, as the list showed it before and after; null: it is in the list no more. */
export interface WorkChange {
  readonly before: Task
  readonly after: Task | null
  readonly command: CommandBody
}

export interface UseWorkHistoryOptions {
  /** Shows a task as it is to be; null: not at all. */
  show(task: Id, as: Task | null): void
  /** Asks for all of it anew. */
  ask(): void
  onRefused(title: string, detail: string): void
}

export interface UseWorkHistoryReturn extends Pick<ProjectStore, 'undo' | 'redo'> {
  /** Of the project in which something was taken back last. */
  readonly members: Readonly<ShallowRef<ReadonlyMap<string, Member>>>
  run(change: WorkChange): Pick<RunResult, 'undo'>
}

interface Step extends WorkChange {
  readonly store: ProjectStore
  /** Null where it came to nothing. */
  readonly gesture: Promise<Pick<RunResult, 'undo'> | null>
}

export function useWorkHistory({ show, ask, onRefused }: UseWorkHistoryOptions): UseWorkHistoryReturn {
  const undos: Step[] = []
  const redos: Step[] = []
  const members = shallowRef<ReadonlyMap<string, Member>>(new Map())
  const open = useOpenProjects(onRefused)

  function run(change: WorkChange): Pick<RunResult, 'undo'> {
    const store = open(change.before.project)
    show(change.before.id, change.after)
    const step: Step = { ...change, store, gesture: send(store, change.command) }
    undos.push(step)
    redos.length = 0
    return { undo: () => takeBack(step) }
  }

  async function send(store: ProjectStore, command: CommandBody): Promise<RunResult | null> {
    const isOpen = await isReady(store)
    if (!isOpen) onRefused('', '')
    const gesture = isOpen ? store.run(command) : null
    void (gesture?.done ?? Promise.resolve()).then(ask)
    return gesture
  }

  async function takeBack(step: Step | undefined): Promise<TakenBack | null> {
    if (!step || !undos.includes(step)) return null
    undos.splice(undos.indexOf(step), 1)
    const taken = (await (await step.gesture)?.undo()) ?? null
    if (taken?.whyNot) undos.push(step)
    else if (taken?.commands.length) redos.push(step)
    return shown(taken, step, step.before)
  }

  async function redo(): Promise<TakenBack | null> {
    const step = redos.pop()
    if (!step) return null
    const taken = await step.store.redo()
    if (taken?.commands.length) undos.push({ ...step, gesture: Promise.resolve(taken) })
    return shown(taken, step, step.after)
  }

  /** What others have changed comes with the answer. */
  function shown(taken: TakenBack | null, { before, store }: Step, as: Task | null): TakenBack | null {
    if (taken?.kept.length === 0 && taken.whyNot === null) show(before.id, as)
    members.value = store.members.value
    void until(store.pending).toBe(0).then(ask)
    return taken
  }

  return { members, run, undo: () => takeBack(undos.at(-1)), redo }
}

/** Opens a project at most once, and lets go of all with the scope. */
function useOpenProjects(onRefused: UseWorkHistoryOptions['onRefused']): (id: Id) => ProjectStore {
  const held = new Map<Id, { store: ProjectStore; leave: () => Promise<void> }>()
  onScopeDispose(() => held.forEach(({ leave }) => void leave()))
  return (id) => {
    const known = held.get(id)
    if (known) return known.store
    const { store, release } = acquire(id)
    const stop = store.onRefused(({ title, detail }) => onRefused(title, detail))
    // What is on its way may still be refused, and is said wherever the person is by then.
    const leave = async (): Promise<void> => {
      await until(store.pending).toBe(0)
      stop()
      release()
    }
    held.set(id, { store, leave })
    return store
  }
}
