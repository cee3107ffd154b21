import {
  computed,
  onScopeDispose,
  getCurrentScope,
  toValue,
  watch,
  type MaybeRefOrGetter,
  type Ref,
  type ShallowRef,
} from 'vue'
import type {
  CommandBody,
  Field,
  Label,
  Member,
  PresenceUser,
  Problem,
  Project,
  Role,
  SavedView,
  Status,
  Task,
  Template,
} from '@/api/types'
import type { Wish } from '@/project/access'
import type { Activity, DocWish, Frame } from '@/sync/frame'
import type { ConnectionState, LoadState, TakenBack } from '@/sync/projectSync'
import type { LastChange } from './boardWindow'
import type { CommentList } from './commentWindow'
import { acquire } from './openProjects'
import type { Subtasks } from './subtasks'

export type { Activity, CommentList, ConnectionState, LastChange, LoadState, Subtasks, TakenBack }

/** A task as it is now; undefined once it is deleted. */
export interface TaskNews {
  readonly id: string
  readonly task: Readonly<Task> | undefined
}

export type RefusalListener = (refusal: { command: CommandBody; title: string; detail: string }) => void

/** I have completed a task that recurs: it comes again as `next`. */
export type RecurListener = (again: { task: string; next: string } & Pick<RunResult, 'done' | 'undo'>) => void

/** An open field: the command that it would run now, null where it would run none. */
export type OpenField = () => CommandBody | null

export interface RunResult {
  /** The command's id. */
  readonly id: string
  /**
   * Settles when the server has answered, be it after days without a connection; never rejects. Where access ends
   * before, the command is set aside, and there is no answer.
   */
  readonly done: Promise<{ ok: true; seq: number } | { ok: false; problem: Problem }>
  /** In how many parts it goes, each of which stands or falls by itself: one, unless it is more than 500 commands. */
  readonly parts: number
  /** Takes this very gesture back, whatever came after it; null if it was already, or was refused. */
  undo(): Promise<TakenBack | null>
}

/** A line to a description that is written together. */
export interface DocLine {
  /** Sends if there is a connection; false if there is none. */
  send(wish: DocWish): boolean
  leave(): void
}

/** A project as the screens see it: a window on the replica, with our own changes shown at once. */
export interface ProjectStore {
  readonly id: string
  readonly status: Readonly<Ref<LoadState>>
  readonly project: Readonly<ShallowRef<Project | null>>
  /** Those that are not archived, in board order. */
  readonly statuses: Readonly<ShallowRef<readonly Status[]>>
  /** Those that are hidden from the board, in no order. */
  readonly archivedStatuses: Readonly<ShallowRef<readonly Status[]>>
  readonly labels: Readonly<ShallowRef<ReadonlyMap<string, Label>>>
  /** Custom fields in their order. */
  readonly fields: Readonly<ShallowRef<readonly Field[]>>
  /** Saved views that are shared with the project, in no order. */
  readonly views: Readonly<ShallowRef<readonly SavedView[]>>
  /** By user id. */
  readonly members: Readonly<ShallowRef<ReadonlyMap<string, Member>>>
  /** What new tasks can begin with, in no order. */
  readonly templates: Readonly<ShallowRef<readonly Template[]>>
  /** Mine; null while it is not known. */
  readonly role: Readonly<Ref<Role | null>>
  /** Why I may not do that here and now, in a sentence for people; null where I may. Reactive. */
  whyNot(wish: Wish): string | null
  /** A `shallowReactive` record, the same one while the task exists. `key` is empty until the server has counted. */
  task(id: string): Task | undefined
  /** The same as it is now: never reactive, never changed in place, and so cheap to ask of thousands. */
  peek(id: string): Readonly<Task> | undefined
  /** Grows whenever any task changes. */
  readonly revision: Readonly<Ref<number>>
  /** Ids in board order, without archived tasks. */
  tasksIn(status: string): Readonly<ShallowRef<readonly string[]>>
  /** The tasks that a task is made of, kept up to date without a walk through all. */
  subtasks(task: string): Readonly<ShallowRef<Subtasks>>
  /** Whether a task is part of another one that is here. Tracked. */
  isPart(task: string): boolean
  /** Counts changes of links between tasks: what searches for links asks again when it changes. */
  readonly linkChanges: Readonly<Ref<number>>
  /** Walks through all tasks, archived ones included, without making them reactive. Not tracked itself. */
  search(matches: (task: Readonly<Task>) => boolean): readonly string[]
  /**
   * Tells which tasks have changed, at once, for those who keep something about all of them; null: all may have. Gives
   * the way out.
   */
  onTasks(listener: (news: readonly TaskNews[] | null) => void): () => void
  /** The last change that came from elsewhere, for the tint and the glide. Not reactive: look when the record changes. */
  lastChange(id: string): LastChange | undefined
  readonly connection: Readonly<Ref<ConnectionState>>
  /** Commands that are not confirmed yet. */
  readonly pending: Readonly<Ref<number>>
  readonly presence: Readonly<ShallowRef<readonly PresenceUser[]>>
  setPresence(task: string | null, activity: Activity): void
  /** Shows the command at once and sends it; where it is refused, the view goes back by itself. */
  run(command: CommandBody): RunResult
  /** The same for several that stand or fall together (see `parts`), and are undone together. */
  runAll(commands: readonly CommandBody[]): RunResult
  /** Takes my last gesture back, as far as others have left it; null if there is none. What is said of it: `useUndo`. */
  undo(): Promise<TakenBack | null>
  redo(): Promise<TakenBack | null>
  /** The description, fetched if it is not here. Throws ProblemError. */
  loadDescription(task: string): Promise<string>
  /** A line to the others who write a task's description; `onFrame` hears until it is left. */
  openDesk(task: string, onFrame: (frame: Frame) => void): DocLine
  /** The comments on a task as far as they are here, kept up to date; the latest once `loadComments` was answered. */
  comments(task: string): Readonly<ShallowRef<CommentList>>
  /** Fetches a task's latest comments; to be asked again when they are not loaded any more. Throws ProblemError. */
  loadComments(task: string): Promise<void>
  /** Fetches some of those before, or as many as it takes to reach one. Throws ProblemError. */
  loadEarlierComments(task: string, to?: string): Promise<void>
  /** Tells of every refused command of mine; gives the way out. */
  onRefused(listener: RefusalListener): () => void
  /** Tells whenever I complete a task that comes again; gives the way out. */
  onRecurred(listener: RecurListener): () => void
  /** Asks an open field when access ends, so that what is written in it is set aside; gives the way out. */
  onLeaving(field: OpenField): () => void
}

/**
 * The store of a project: one for all who use it, opened by the first and closed after the last. An id that changes
 * makes the same object show another project.
 */
export function useProject(id: MaybeRefOrGetter<string>): ProjectStore {
  if (typeof id === 'string') return held(id)
  return following(computed(() => toValue(id)))
}

/** Holds a project for the current scope. */
function held(id: string): ProjectStore {
  const { store, release } = acquire(id)
  if (getCurrentScope()) onScopeDispose(release)
  return store
}

function following(id: Readonly<Ref<string>>): ProjectStore {
  let current = acquire(id.value)
  const store = computed(() => {
    if (current.store.id !== id.value) {
      const before = current
      current = acquire(id.value)
      before.release()
    }
    return current.store
  })
  // The change is made even while nothing reads from the store.
  watch(store, () => {}, { flush: 'sync' })
  onScopeDispose(() => current.release())

  const refusals = new Set<RefusalListener>()
  const readers = new Set<Parameters<ProjectStore['onTasks']>[0]>()
  watch(
    store,
    (now, before, onCleanup) => {
      onCleanup(now.onRefused((refusal) => refusals.forEach((tell) => tell(refusal))))
      onCleanup(now.onTasks((news) => readers.forEach((tell) => tell(news))))
      if (before) readers.forEach((tell) => tell(null))
    },
    { immediate: true, flush: 'sync' },
  )
  return {
    get id() {
      return store.value.id
    },
    status: computed(() => store.value.status.value),
    project: computed(() => store.value.project.value),
    statuses: computed(() => store.value.statuses.value),
    archivedStatuses: computed(() => store.value.archivedStatuses.value),
    labels: computed(() => store.value.labels.value),
    fields: computed(() => store.value.fields.value),
    views: computed(() => store.value.views.value),
    members: computed(() => store.value.members.value),
    templates: computed(() => store.value.templates.value),
    role: computed(() => store.value.role.value),
    connection: computed(() => store.value.connection.value),
    pending: computed(() => store.value.pending.value),
    presence: computed(() => store.value.presence.value),
    whyNot: (wish) => store.value.whyNot(wish),
    task: (task) => store.value.task(task),
    peek: (task) => store.value.peek(task),
    revision: computed(() => store.value.revision.value),
    tasksIn: (status) => computed(() => store.value.tasksIn(status).value),
    subtasks: (task) => computed(() => store.value.subtasks(task).value),
    linkChanges: computed(() => store.value.linkChanges.value),
    isPart: (task) => store.value.isPart(task),
    search: (matches) => store.value.search(matches),
    onTasks(listener) {
      readers.add(listener)
      return () => readers.delete(listener)
    },
    lastChange: (task) => store.value.lastChange(task),
    setPresence: (task, activity) => store.value.setPresence(task, activity),
    run: (command) => store.value.run(command),
    runAll: (commands) => store.value.runAll(commands),
    undo: () => store.value.undo(),
    redo: () => store.value.redo(),
    loadDescription: (task) => store.value.loadDescription(task),
    openDesk: (task, onFrame) => store.value.openDesk(task, onFrame),
    comments: (task) => computed(() => store.value.comments(task).value),
    loadComments: (task) => store.value.loadComments(task),
    loadEarlierComments: (task, to) => store.value.loadEarlierComments(task, to),
    onRefused(listener) {
      refusals.add(listener)
      return () => refusals.delete(listener)
    },
    onRecurred: (listener) => store.value.onRecurred(listener),
    // A field is about one task: it does not outlive the project that is shown.
    onLeaving: (field) => store.value.onLeaving(field),
  }
}
