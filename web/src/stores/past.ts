/** A project as it was: a store that boards and panels can show like any other, and on which nothing can be changed. */
import { computed, ref, shallowRef, type ShallowRef } from 'vue'
import { past as api, type History } from '@/api/activity'
import { ProblemError } from '@/api/problem'
import type { Entry, Member, Problem, Task } from '@/api/types'
import { useI18n } from '@/i18n'
import { newId } from '@/sync/id'
import { Timeline } from '@/sync/timeline'
import { BoardWindow } from './boardWindow'
import type { ProjectStore, RunResult } from './project'

export interface Past {
  /** The project at the moment. */
  readonly store: ProjectStore
  /** Where one is; 0 is before the first change. */
  readonly seq: Readonly<ShallowRef<number>>
  /** The change that has led there; null at the beginning. */
  readonly entry: Readonly<ShallowRef<Entry | null>>
  readonly state: Readonly<ShallowRef<'ready' | 'loading' | 'failed'>>
  /** Goes to a moment; of several calls the last one counts. */
  seek(seq: number): Promise<void>
  /** The task as it was, with its description where that can be told. */
  taskThen(task: string): Promise<Task | undefined>
}

/** The past of a project that is open. */
export function openPast(live: ProjectStore, history: History): Past {
  const { t } = useI18n()
  const source = {
    board: (at: number) => api.board(live.id, at),
    entries: (after: number, limit: number) => api.entries(live.id, after, limit),
  }
  const timeline = new Timeline(source, history.head, new Set(history.gone))
  const board = new BoardWindow(() => timeline.state, Date.now)
  const seq = shallowRef(0)
  const entry = shallowRef<Entry | null>(null)
  const state = shallowRef<Past['state']['value']>('loading')

  async function seek(wanted: number): Promise<void> {
    if (!timeline.holds(wanted)) state.value = 'loading'
    try {
      const moved = await timeline.seek(wanted)
      if (!moved) return
      if (moved.reset) board.reset()
      else board.update(moved.changes, moved.entry ? [moved.entry] : [])
      seq.value = timeline.seq
      entry.value = timeline.entry(timeline.seq) ?? null
      state.value = 'ready'
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      state.value = 'failed'
    }
  }

  async function taskThen(id: string): Promise<Task | undefined> {
    const known = timeline.state.tasks.get(id)
    if (!known || known.description !== undefined) return known
    const whole = await api.task(id, seq.value).catch((error: unknown) => {
      if (error instanceof ProblemError) return null
      throw error
    })
    return whole ?? known
  }

  const why = (): string => t('history.readOnly')
  function refuse(): RunResult {
    const problem: Problem = { type: 'about:blank', title: why(), status: 403, detail: why() }
    return { id: newId(), parts: 1, done: Promise.resolve({ ok: false, problem }), undo: async () => null }
  }

  // Who has left since still has the name that they had.
  const members = computed<ReadonlyMap<string, Member>>(
    () => new Map([...board.members.value, ...live.members.value]),
  )
  const none = shallowRef({
    comments: [],
    isLoaded: true,
    isComplete: true,
    since: '',
    isGone: () => true,
    pending: new Set<string>(),
  })
  const store: ProjectStore = {
    ...live,
    status: ref('ready'),
    connection: ref('live'),
    pending: ref(0),
    presence: shallowRef([]),
    project: board.project,
    statuses: board.statuses,
    archivedStatuses: board.archivedStatuses,
    labels: board.labels,
    fields: board.fields,
    views: board.views,
    members: members as unknown as ProjectStore['members'],
    templates: board.templates,
    whyNot: why,
    task: (id) => board.task(id),
    peek: (id) => board.peek(id),
    revision: board.revision,
    tasksIn: (column) => board.tasksIn(column),
    subtasks: (id) => board.subtasks.of(id),
    linkChanges: board.linkChanges,
    isPart: (id) => board.subtasks.isPart(id),
    search: (matches) => board.search(matches),
    onTasks: () => () => {},
    lastChange: (id) => board.lastChange(id),
    setPresence: () => {},
    run: refuse,
    runAll: refuse,
    undo: async () => null,
    redo: async () => null,
    loadDescription: async (id) => (await taskThen(id))?.description ?? '',
    comments: () => none as unknown as ReturnType<ProjectStore['comments']>,
    loadComments: async () => {},
    loadEarlierComments: async () => {},
    onRefused: () => () => {},
    onRecurred: () => () => {},
    onLeaving: () => () => {},
  }
  return { store, seq, entry, state, seek, taskThen }
}
