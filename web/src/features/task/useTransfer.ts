import { until } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { ProblemError } from '@/api/problem'
import { transferTask } from '@/api/transfer'
import type { Id, Task } from '@/api/types'
import { useI18n } from '@/i18n'
import { taskHref, taskKeyOf } from '@/shell/route'
import type { ProjectStore } from '@/stores/project'
import { toast, toastProblem, type ToastOptions } from '@/ui/toast'

export interface Destination {
  project: Id
  /** What the project is called. */
  name: string
  /** Of one task; several go where the server finds what is alike. */
  status?: Id
}

export interface UseTransferReturn {
  /** Which of how many is on its way; null while none is. */
  readonly progress: Readonly<ShallowRef<{ n: number; count: number } | null>>
  /** Moves one after another, says what became of them, and offers the way back. Resolves when all have been asked. */
  transfer(tasks: readonly Id[], to: Destination): Promise<void>
  /** No more than the one that is on its way. */
  stop(): void
}

type Left = Pick<Task, 'id' | 'key' | 'project' | 'status'>
/** A task as it was, and as it is in the other project. */
type Moved = { was: Left; now: Task }
type Refusal = { key: string; reason: string }

// What was changed a moment ago goes along; without a connection there is nothing to wait for.
const patienceMs = 8_000

/** Takes tasks to another project. It is asked of the server, since no screen holds both projects. */
export function useTransfer(store: ProjectStore): UseTransferReturn {
  const { t } = useI18n()
  const router = useRouter()
  const progress = shallowRef<{ n: number; count: number } | null>(null)
  let stopped = false

  async function transfer(tasks: readonly Id[], to: Destination): Promise<void> {
    if (progress.value) return // under way
    stopped = false
    progress.value = { n: 1, count: tasks.length }
    await until(store.pending).toBe(0, { timeout: patienceMs })
    const wanted = tasks.flatMap((id) => store.peek(id) ?? []).map((task): Left => ({ ...task }))
    const target = { project: to.project, ...(to.status ? { status: to.status } : {}) }
    const { moved, refused } = await each(wanted, () => target)
    sayRefused(refused)
    if (moved.length === 0) return
    const back = { label: t('transfer.back'), run: () => void bringBack(moved) }
    const [first] = moved
    const isOpen = moved.map(follow).some(Boolean)
    const only = wanted.length === 1 && first
    const action = only && !isOpen ? [opening(only.now.key), back] : [back]
    if (only) toast(t('transfer.moved', { key: only.now.key }), { action })
    else toast(t('transfer.movedMany', { project: to.name }, moved.length), { action })
  }

  async function bringBack(moved: readonly Moved[]): Promise<void> {
    if (progress.value) return
    stopped = false
    const home = new Map(moved.map(({ was, now }) => [now.id, { project: was.project, status: was.status }]))
    const { moved: back, refused } = await each(
      moved.map(({ now }) => now),
      (task) => home.get(task)!,
    )
    sayRefused(refused)
    if (back.length === 0) return
    const isOpen = back.map(follow).some(Boolean)
    const detail = t('transfer.notBack', back.length)
    const key = back[0]!.now.key
    if (back.length > 1) toast(t('transfer.isBackMany', back.length), { detail })
    else toast(t('transfer.isBack', { key }), { detail, ...(isOpen ? {} : { action: [opening(key)] }) })
  }

  /** One after another: each is a commit of its own, and a refused one does not keep the others. */
  async function each(tasks: readonly Left[], to: (task: Id) => { project: Id; status?: Id }) {
    const moved: Moved[] = []
    const refused: Refusal[] = []
    try {
      for (const [i, was] of tasks.entries()) {
        if (stopped) break
        progress.value = { n: i + 1, count: tasks.length }
        try {
          moved.push({ was, now: await transferTask(was.id, to(was.id)) })
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error
          // It went along with the one that it is a part of.
          if (!error.problem.movedTo) refused.push({ key: was.key, reason: error.message })
        }
      }
    } finally {
      progress.value = null
    }
    return { moved, refused }
  }

  function sayRefused(refused: readonly Refusal[]): void {
    const [first] = refused
    if (!first) return
    const one = refused.length === 1
    const reasons = refused.map(({ key, reason }) => t('transfer.reason', { key, reason }))
    toastProblem(t('transfer.refused', { key: first.key }, refused.length), {
      detail: one ? first.reason : [...new Set(reasons)].slice(0, 3).join(' '),
    })
  }

  /** Whoever looks at the task goes along; says whether that was so. */
  function follow({ was, now }: Moved): boolean {
    if (taskKeyOf(router.currentRoute.value) !== was.key) return false
    void router.replace(taskHref(now.key))
    return true
  }

  const opening = (key: string): NonNullable<ToastOptions['action']>[number] => ({
    label: t('transfer.open'),
    run: () => void router.push(taskHref(key)),
  })

  return { progress, transfer, stop: () => (stopped = true) }
}
