/**
 * The person's inbox. What is shown is what the server has told, with the changes that are under way on top: one that
 * is refused leaves, and nothing else is lost (C1). Whatever the person's stream says, the list is asked for anew.
 */
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { notifications as api, type InboxChange, type InboxState } from '@/api/notifications'
import { ProblemError } from '@/api/problem'
import type { Id, InboxItem } from '@/api/types'
import { heard } from './heard'
import { followTasks } from './inboxTasks'
import { useSession } from './session'

export interface UseInboxReturn {
  readonly state: ShallowRef<InboxState>
  /** Newest first; null: not known yet. */
  readonly items: ComputedRef<readonly InboxItem[] | null>
  readonly hasFailed: Readonly<ShallowRef<boolean>>
  /** There are older ones. */
  readonly hasMore: Readonly<ShallowRef<boolean>>
  load(): Promise<void>
  loadMore(): Promise<void>
  /** Changes some of those that are shown; the answer takes it back. */
  change(items: readonly InboxItem[], change: InboxChange): Taking
  /** Some have been looked at: nothing to take back. */
  read(items: readonly InboxItem[]): void
  readAll(): void
  /** All of the inbox is done, also what is not shown yet; null where that could not be asked for. */
  finishAll(): Promise<Taking | null>
  /** Takes back the latest that can be. */
  undo(): void
  redo(): void
}

/** Takes a change back, once. */
export type Taking = () => void

interface Under {
  readonly ids: ReadonlySet<Id>
  readonly change: InboxChange
}

interface Step {
  readonly items: readonly InboxItem[]
  readonly change: InboxChange
}

const pageOf = 100

export function useInbox(onRefused: (problem: ProblemError) => void): UseInboxReturn {
  const session = useSession()
  const state = shallowRef<InboxState>('inbox')
  const told = shallowRef<readonly InboxItem[] | null>(null)
  const under = shallowRef<readonly Under[]>([])
  const hasFailed = shallowRef(false)
  const hasMore = shallowRef(false)
  let wanted = pageOf
  let turn = 0
  onScopeDispose(() => turn++)

  const items = computed(() => {
    if (!told.value) return null
    return told.value
      .map((item) => under.value.reduce(changed, item))
      .filter((item) => isIn(state.value, item))
  })

  async function load(): Promise<void> {
    const mine = ++turn
    try {
      const { items: found, more } = await api.list(state.value, wanted)
      if (mine !== turn) return
      told.value = found
      hasMore.value = more
      hasFailed.value = false
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      if (mine === turn) hasFailed.value = true
    }
  }
  watch(state, () => {
    told.value = null
    wanted = pageOf
    void load()
  })
  watch(heard, () => void load())
  followTasks(told, () => void load())
  void load()

  function loadMore(): Promise<void> {
    wanted += pageOf
    return load()
  }

  function count(unread: number): void {
    if (session.me) session.me = { ...session.me, unread: Math.max(0, unread) }
  }

  /** Shows a change, makes it, and then asks how things are. */
  async function send(ids: readonly Id[], change: InboxChange, work: () => Promise<number>): Promise<void> {
    const one: Under = { ids: new Set(ids), change }
    const before = unreadOf(items.value)
    under.value = [...under.value, one]
    if (state.value === 'inbox') count((session.me?.unread ?? 0) + unreadOf(items.value) - before)
    try {
      count(await work())
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      onRefused(error)
      void session.refresh().catch(() => null)
    }
    await load()
    under.value = under.value.filter((other) => other !== one)
  }

  const make = ({ items: some, change }: Step): void => {
    const ids = some.map(({ id }) => id)
    void send(ids, change, () => api.change(ids, change))
  }
  const history = useSteps(make, (step) => {
    // Those that were alike before go together.
    for (const change of new Set(step.items.map((item) => JSON.stringify(placeOf(item)))))
      make({
        items: step.items.filter((item) => JSON.stringify(placeOf(item)) === change),
        change: JSON.parse(change) as InboxChange,
      })
  })

  const read = (some: readonly InboxItem[]): void => make({ items: some, change: { read: true } })

  function readAll(): void {
    const unread = (items.value ?? []).filter(({ readAt }) => !readAt)
    void send(
      unread.map(({ id }) => id),
      { read: true },
      api.readAll,
    )
  }

  async function finishAll(): Promise<Taking | null> {
    try {
      const { items: all } = await api.list('inbox', Infinity)
      return history.change(all, { done: true })
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      onRefused(error)
      return null
    }
  }

  return { state, items, hasFailed, hasMore, load, loadMore, read, readAll, finishAll, ...history }
}

/** What was done, to be taken back in its order. */
function useSteps(
  make: (step: Step) => void,
  takeBack: (step: Step) => void,
): Pick<UseInboxReturn, 'change' | 'undo' | 'redo'> {
  const undos: Step[] = []
  const redos: Step[] = []
  function back(step: Step | undefined): void {
    if (!step || !undos.includes(step)) return
    undos.splice(undos.indexOf(step), 1)
    redos.push(step)
    takeBack(step)
  }
  return {
    change(items, change) {
      const step = { items, change }
      undos.push(step)
      redos.length = 0
      make(step)
      return () => back(step)
    },
    undo: () => back(undos.at(-1)),
    redo() {
      const step = redos.pop()
      if (!step) return
      undos.push(step)
      make(step)
    },
  }
}

/** Of how many tasks something is not read. */
const unreadOf = (items: readonly InboxItem[] | null): number =>
  new Set(items?.filter(({ readAt }) => !readAt).map(({ task }) => task)).size

/** Where an item stands, as a change that leads there. */
const placeOf = ({ readAt, doneAt, snoozedUntil }: InboxItem): InboxChange =>
  doneAt ? { done: true } : { done: false, read: readAt !== null, snoozedUntil }

/** An item as it is after a change, as the server has it (`internal/inbox`). */
export function changed(item: InboxItem, { ids, change }: Under): InboxItem {
  if (!ids.has(item.id)) return item
  const { read, done, snoozedUntil } = change
  const now = new Date().toISOString()
  const after = { ...item }
  if (snoozedUntil !== undefined) after.snoozedUntil = snoozedUntil
  if (done !== undefined) after.doneAt = done ? now : null
  if (done) [after.readAt, after.snoozedUntil] = [now, null]
  if (snoozedUntil) after.doneAt = null
  if (read !== undefined) after.readAt = read ? now : null
  return after
}

function isIn(state: InboxState, { doneAt, snoozedUntil }: InboxItem): boolean {
  if (state === 'done') return doneAt !== null
  return doneAt === null && (state === 'snoozed') === (snoozedUntil !== null)
}
