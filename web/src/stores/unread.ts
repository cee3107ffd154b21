import { defineStore } from 'pinia'
import { watch } from 'vue'
import { ProblemError } from '@/api/problem'
import type { Id, Instant } from '@/api/types'
import { unread } from '@/api/unread'
import { heard } from './heard'
import type { ProjectStore } from './project'
import { useSession } from './session'
import { unreadMarks } from './unreadMarks'

// Several things are often said at once.
const gatherMs = 300

/** What one has not read of comments. What is marked shows at once, here and on one's other screens. */
export const useUnread = defineStore('unread', () => {
  const session = useSession()
  /** By project, what was asked last; not where that has failed. */
  const known = new Map<Id, Promise<void>>()
  /** By project, its tasks among the marks; of all that were ever asked for. */
  const tasksOf = new Map<Id, readonly Id[]>()
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(
    () => session.user?.id,
    () => {
      known.clear()
      tasksOf.clear()
      unreadMarks.value = new Map()
    },
  )

  async function ask(project: Id): Promise<void> {
    try {
      const found = await unread.of(project)
      const marks = new Map(unreadMarks.value)
      for (const task of tasksOf.get(project) ?? []) marks.delete(task)
      for (const { task, seen } of found) marks.set(task, seen)
      tasksOf.set(
        project,
        found.map(({ task }) => task),
      )
      unreadMarks.value = marks
    } catch (error) {
      // Without a connection what is known stays, and is asked for again.
      known.delete(project)
      if (!(error instanceof ProblemError)) throw error
    }
  }

  function load(project: Id): Promise<void> {
    tasksOf.set(project, tasksOf.get(project) ?? [])
    const asked = ask(project)
    known.set(project, asked)
    return asked
  }

  /** The marks, once those of a project are known. */
  async function ready(project: Id): Promise<ReadonlyMap<Id, Instant | null>> {
    await (known.get(project) ?? load(project))
    return unreadMarks.value
  }

  /** Asks anew for all that is known: somebody has said something, or one has read it elsewhere. */
  function again(): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      for (const project of tasksOf.keys()) void load(project)
    }, gatherMs)
  }
  // They may have read elsewhere.
  watch(heard, again)

  const has = (task: Id): boolean => unreadMarks.value.has(task)

  /** Notes that a task's comments are read up to this one. What could not be told is told with the next. */
  function mark(task: Id, comment: Id): void {
    if (has(task)) {
      const marks = new Map(unreadMarks.value)
      marks.delete(task)
      unreadMarks.value = marks
    }
    void unread.mark(task, comment).catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error
    })
  }

  /** Keeps the marks of a project up to date while somebody looks at it; gives the way out. */
  function follow(store: ProjectStore): () => void {
    const counts = new Map<Id, number>()
    store.search((task) => {
      counts.set(task.id, task.commentCount)
      return false
    })
    void ready(store.id)
    return store.onTasks((news) => {
      let hasMore = news === null
      for (const { id, task } of news ?? []) {
        const count = task?.commentCount ?? 0
        hasMore ||= count !== (counts.get(id) ?? 0)
        counts.set(id, count)
      }
      if (hasMore) again()
    })
  }

  return { ready, has, mark, follow }
})
