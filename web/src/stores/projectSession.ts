import { computed, ref, shallowRef, type Ref } from 'vue'
import { useI18n } from '@/i18n'
import type { CommandBody, Id, PresenceUser, Problem, Project, Role, Task } from '@/api/types'
import { whyNotHere, type Wish } from '@/project/access'
import { learnToRecur, withNext } from '@/project/recur'
import type { Change } from '@/project/state'
import type { Copy } from '@/sync/copy'
import type { Http } from '@/sync/http'
import { newId } from '@/sync/id'
import { type ConnectionState, type LoadState, ProjectSync, type Refusal } from '@/sync/projectSync'
import type { Replica } from '@/sync/replica'
import type { SetAside } from '@/sync/setAside'
import type { Socket } from '@/sync/socket'
import { BoardWindow } from './boardWindow'
import { CommentWindow } from './commentWindow'
import * as hub from './hub'
import type { OpenField, ProjectStore, RecurListener, RefusalListener, RunResult, TaskNews } from './project'

/** A command that completes a recurring task, with the id of the one that comes after it. */
type Completing = { task: Id; next: Id }

export interface ProjectSession {
  readonly store: ProjectStore
  readonly sync: ProjectSync
  /** Tells when nothing waits to be sent any more. */
  readonly pending: Readonly<Ref<number>>
}

export interface ProjectSessionOptions {
  /** The id of who is signed in. */
  me(): Id | null
  /** Access to the project, as it was known last, has ended, and these edits were not sent. */
  onSetAside(project: Project, edits: readonly SetAside[]): void
  /** Keeps the project on this device. */
  copyOf?(replica: Replica): Promise<Copy> | null
  /** Of somebody who is no member. */
  role?: Role
  /** How the server is reached, where that is not as for everybody signed in. */
  ways?: { readonly http: Http; readonly socket: Socket }
}

/** One open project: the sync engine, and the reactive window on it. */
export function openProject(id: Id, options: ProjectSessionOptions): ProjectSession {
  const { me, onSetAside } = options
  const { clock } = hub
  const { http, socket } = options.ways ?? hub
  const status = ref<LoadState>('loading')
  const connection = ref<ConnectionState>('connecting')
  const pending = ref(0)
  const presence = shallowRef<readonly PresenceUser[]>([])
  const refusals = new Set<RefusalListener>()
  const recurrences = new Set<RecurListener>()
  const fields = new Set<OpenField>()
  const readers = new Set<(news: readonly TaskNews[] | null) => void>()
  let left: Project | null = null

  const sync: ProjectSync = new ProjectSync(
    {
      project: id,
      actor: () => me() ?? '',
      whyNot: (command) => role.value && whyNot(command),
      socket,
      http,
      clock,
      ...(options.copyOf && { copyOf: options.copyOf }),
    },
    {
      onView(reset, changes, foreign) {
        if (reset) board.reset()
        else board.update(changes, foreign)
        if (reset) comments.reset()
        else comments.update(changes)
        tellReaders(reset ? null : changes)
      },
      onStatus() {
        if (sync.load === 'ready' && status.value !== 'ready') void learnToRecur()
        status.value = sync.load
        connection.value = sync.connection
        pending.value = sync.replica.pending.size
        presence.value = sync.presence
      },
      onRefused: tellRefused,
      onLeaving() {
        left = board.project.value
        return [...fields].flatMap((field) => field() ?? [])
      },
      onSetAside: (edits) => left && onSetAside(left, edits),
    },
  )
  const board = new BoardWindow(() => sync.replica.view, clock.now)
  const comments = new CommentWindow(sync.replica)
  const role = computed(() => options.role ?? board.members.value.get(me() ?? '')?.role ?? null)

  function tellReaders(changes: readonly Change[] | null): void {
    if (readers.size === 0) return
    const news = changes
      ?.filter(({ kind }) => kind === 'task')
      .map(({ id, after }) => ({ id, task: after as unknown as Task | undefined }))
    if (news?.length !== 0) for (const tell of readers) tell(news ?? null)
  }

  function tellRefused({ command, problem, how }: Refusal): void {
    for (const listener of refusals) listener({ command, ...inWords(problem, how) })
  }

  const whyNot = (wish: Wish): string | null => whyNotHere(role.value, board.project.value, wish)

  /** What our role does not allow is refused here and now, so that it never shows. */
  function refuse(command: CommandBody, detail: string): RunResult {
    const problem: Problem = { type: 'about:blank', title: 'Not allowed', status: 403, detail }
    tellRefused({ command, problem, how: 'gesture' })
    return { id: newId(), parts: 1, done: Promise.resolve({ ok: false, problem }), undo: async () => null }
  }

  function runAll(commands: readonly CommandBody[]): RunResult {
    if (status.value === 'gone') return refuse(commands[0]!, useI18n().t('sync.noAccess'))
    for (const command of commands) {
      const why = role.value && whyNot(command)
      if (why) return refuse(command, why)
    }
    const named = commands.map((command) => withNext(sync.replica.view, command, newId))
    const result = sync.run(named)
    for (const [i, command] of named.entries())
      if (command !== commands[i]) tellRecurred(command as Completing, result)
    return result
  }

  function tellRecurred({ task, next }: Completing, { done, undo }: RunResult): void {
    for (const listener of recurrences) listener({ task, next, done, undo })
  }

  const store: ProjectStore = {
    id,
    status,
    connection,
    pending,
    presence,
    role,
    whyNot,
    project: board.project,
    statuses: board.statuses,
    archivedStatuses: board.archivedStatuses,
    labels: board.labels,
    fields: board.fields,
    views: board.views,
    members: board.members,
    templates: board.templates,
    task: (task) => board.task(task),
    peek: (task) => board.peek(task),
    revision: board.revision,
    tasksIn: (column) => board.tasksIn(column),
    subtasks: (task) => board.subtasks.of(task),
    linkChanges: board.linkChanges,
    isPart: (task) => board.subtasks.isPart(task),
    search: (matches) => board.search(matches),
    onTasks(listener) {
      readers.add(listener)
      return () => readers.delete(listener)
    },
    lastChange: (task) => board.lastChange(task),
    setPresence: (task, activity) => sync.setPresence(task, activity),
    run: (command) => runAll([command]),
    runAll,
    undo: () => sync.undo(),
    redo: () => sync.redo(),
    loadDescription: (task) => sync.description(task),
    openDesk(task, onFrame) {
      const leave = socket.attend({ stream: id, task, onFrame })
      return { send: (wish) => socket.send(wish), leave }
    },
    comments: (task) => comments.of(task),
    async loadComments(task) {
      await sync.loadComments(task)
      comments.refresh(task)
    },
    async loadEarlierComments(task, to) {
      await sync.loadEarlierComments(task, to)
      comments.refresh(task)
    },
    onRefused(listener) {
      refusals.add(listener)
      return () => refusals.delete(listener)
    },
    onRecurred(listener) {
      recurrences.add(listener)
      return () => recurrences.delete(listener)
    },
    onLeaving(field) {
      fields.add(field)
      return () => fields.delete(field)
    },
  }
  return { store, sync, pending }
}

/** What people are told: the server's sentences, under a title that is not HTTP's. */
function inWords(
  { status, detail, errors = [] }: Problem,
  how: Refusal['how'],
): { title: string; detail: string } {
  const { t } = useI18n()
  const why = status === 403 ? 'notAllowed' : status === 410 ? 'gone' : 'notSaved'
  const title = t(how === 'gesture' ? `sync.${why}` : `sync.refused.${how}`)
  return { title, detail: errors.length > 0 ? errors.map((error) => error.detail).join(' ') : detail }
}
