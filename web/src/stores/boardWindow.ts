/**
 * The reactive window on a replica's view. Tasks and lists become reactive when somebody asks for them and are then
 * kept up to date one by one; nothing is computed over the whole board, so that a change costs what it changes.
 */
import { markRaw, shallowReactive, shallowRef, toRaw, type ShallowRef } from 'vue'
import type { Entry, Field, Id, Label, Member, Project, SavedView, Status, Task, Template } from '@/api/types'
import { openStatuses } from '@/project/predict'
import { sortedFields } from '@/project/recur'
import { type Change, type State, thingsOf } from '@/project/state'
import { SubtaskIndex } from './subtasks'

/** Someone else's last change of a task. */
export interface LastChange {
  readonly actor: Id
  /** When it arrived here: milliseconds since 1970. */
  readonly at: number
  readonly kind: 'created' | 'updated' | 'moved'
}

export class BoardWindow {
  readonly project = shallowRef<Project | null>(null)
  readonly statuses = shallowRef<readonly Status[]>([])
  readonly archivedStatuses = shallowRef<readonly Status[]>([])
  readonly labels = shallowRef<ReadonlyMap<Id, Label>>(new Map())
  readonly fields = shallowRef<readonly Field[]>([])
  readonly members = shallowRef<ReadonlyMap<Id, Member>>(new Map())
  readonly templates = shallowRef<readonly Template[]>([])
  /** Saved views that are shared with the project, in no order. */
  readonly views = shallowRef<readonly SavedView[]>([])
  /** Counts changes of links between tasks. */
  readonly linkChanges = shallowRef(0)
  readonly subtasks = new SubtaskIndex(() => this.view().tasks)
  /** Grows after any change of tasks, when everything else is up to date. */
  readonly revision = shallowRef(0)
  private readonly tasks = markRaw(new Map<Id, ShallowRef<Task | undefined>>())
  private readonly lists = markRaw(new Map<Id, ShallowRef<readonly Id[]>>())
  private readonly lastChanges = markRaw(new Map<Id, LastChange>())

  /** `view` gives the present state; it may be another one after a reset. */
  constructor(
    private readonly view: () => State,
    private readonly now: () => number,
  ) {}

  /** The record of a task; the same one for as long as the task exists. Asking is tracked, also where there is none. */
  task(id: Id): Task | undefined {
    let slot = this.tasks.get(id)
    if (!slot) {
      const task = this.view().tasks.get(id)
      slot = shallowRef(task && shallowReactive({ ...task }))
      this.tasks.set(id, slot)
    }
    return slot.value
  }

  peek(id: Id): Readonly<Task> | undefined {
    return this.view().tasks.get(id)
  }

  tasksIn(status: Id): Readonly<ShallowRef<readonly Id[]>> {
    let list = this.lists.get(status)
    if (!list) this.lists.set(status, (list = shallowRef(this.idsIn(status))))
    return list
  }

  search(matches: (task: Readonly<Task>) => boolean): readonly Id[] {
    const found: Id[] = []
    for (const [id, task] of this.view().tasks) if (matches(task)) found.push(id)
    return found
  }

  lastChange(id: Id): LastChange | undefined {
    return this.lastChanges.get(id)
  }

  /** Everything may be different. */
  reset(): void {
    const { tasks } = this.view()
    this.lastChanges.clear()
    for (const [id, slot] of this.tasks) show(slot, tasks.get(id))
    for (const [status, list] of this.lists) list.value = this.idsIn(status)
    this.subtasks.reset()
    this.linkChanges.value++
    for (const kind of ['project', 'status', 'label', 'field', 'member', 'template', 'view'])
      this.showSmall(kind)
    this.revision.value++
  }

  /** These records are different; `foreign` are the entries of others that made them so. */
  update(changes: readonly Change[], foreign: readonly Entry[]): void {
    const kinds = new Set<string>()
    const statuses = new Set<Id>()
    const authors = authorsOf(foreign)
    for (const change of changes) {
      kinds.add(change.kind)
      if (change.kind === 'task') this.updateTask(change, statuses, authors.get(change.id))
    }
    for (const kind of kinds) this.showSmall(kind)
    for (const status of statuses) {
      const list = this.lists.get(status)
      if (list) list.value = this.idsIn(status)
    }
    if (kinds.has('task')) this.revision.value++
  }

  private updateTask(change: Change, statuses: Set<Id>, actor: Id | undefined): void {
    const before = change.before as unknown as Task | undefined
    const after = change.after as unknown as Task | undefined
    const moved = before?.status !== after?.status || before?.rank !== after?.rank
    if (moved || before?.archivedAt !== after?.archivedAt) {
      if (before) statuses.add(before.status)
      if (after) statuses.add(after.status)
    }
    if (!after) this.lastChanges.delete(change.id)
    else if (actor !== undefined) {
      const kind = !before ? 'created' : moved ? 'moved' : 'updated'
      this.lastChanges.set(change.id, { actor, at: this.now(), kind })
    }
    this.subtasks.update(change.id, before, after)
    if (relinked(before, after)) this.linkChanges.value++
    const slot = this.tasks.get(change.id)
    if (slot) show(slot, after)
  }

  private showSmall(kind: string): void {
    const state = this.view()
    if (kind === 'project') this.project.value = state.project
    if (kind === 'status') {
      this.statuses.value = openStatuses(state)
      this.archivedStatuses.value = [...state.statuses.values()].filter(
        (status) => status.archivedAt !== null,
      )
    }
    if (kind === 'label') this.labels.value = markRaw(new Map(state.labels))
    if (kind === 'field') this.fields.value = sortedFields(state)
    if (kind === 'view') this.views.value = [...thingsOf<SavedView>(state, 'view')]
    if (kind === 'member') this.members.value = markRaw(new Map(state.members))
    if (kind === 'template') this.templates.value = [...thingsOf<Template>(state, kind)]
  }

  private idsIn(status: Id): readonly Id[] {
    return this.view().order!.of(status).slice()
  }
}

/** Whether a change says something else of a task's links. */
function relinked(before: Task | undefined, after: Task | undefined): boolean {
  const lists = (['blockedBy', 'related'] as const).some((name) => {
    const [was = [], is = []] = [before?.[name], after?.[name]]
    return was !== is && was.length + is.length > 0
  })
  return lists || (before?.duplicateOf ?? null) !== (after?.duplicateOf ?? null)
}

/** Brings the record up to date, field by field, so that only who reads a changed field runs again. */
function show(slot: ShallowRef<Task | undefined>, task: Task | undefined): void {
  const record = slot.value
  if (!record || !task) {
    slot.value = task && shallowReactive({ ...task })
    return
  }
  // Compared on what is below the record: setting through it costs, and most fields are as they were.
  const raw = toRaw(record)
  for (const name of Object.keys(task) as (keyof Task)[])
    if (raw[name] !== task[name]) Object.assign(record, { [name]: task[name] })
  for (const field of Object.keys(raw)) if (!(field in task)) delete record[field as 'description']
}

/** Who last touched each task. */
function authorsOf(entries: readonly Entry[]): Map<Id, Id> {
  const authors = new Map<Id, Id>()
  for (const { actor, events } of entries) {
    for (const { id, task } of events) authors.set(id ?? (task as Task | undefined)?.id ?? '', actor)
  }
  return authors
}
