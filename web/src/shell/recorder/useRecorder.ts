import { useEventListener } from '@vueuse/core'
import { computed, shallowReactive, shallowRef, watch } from 'vue'
import { useI18n } from '@/i18n'
import type { Id } from '@/api/types'
import { newId } from '@/sync/id'
import { makeTask } from '@/stores/newTask'
import { acquire } from '@/stores/openProjects'
import type { RecordingTarget } from '@/stores/recording'
import { useSession } from '@/stores/session'
import { toast, toastProblem } from '@/ui/toast'
import { unlessUndone } from './unlessUndone'
import { capture, recordedType, type Choices } from './capture'
import { deliver, type Delivery } from './delivery'
import { headOf, type Film } from './film/film'
import { growing } from './growing'
import { kept, type Kept } from './kept'
import { startRecorder, type Recorder } from './recorder'
import { holdRecording } from './held'
import type { Range } from './trim'

/** Where a recording goes: to a task that is there, or to a new one. */
export type Goal = RecordingTarget | { readonly project: Id; readonly newTask: string }

export interface Take {
  readonly recorder: Recorder
  readonly delivery: Delivery
  /** Its file's name, without the ending. */
  title: string
  readonly about: string
  /** It is being attached. */
  isAttaching: boolean
  /** Its film, as far as it has come. */
  film(): Blob
  /** Nothing of it is needed any more. */
  letGo(): void
}

/** One recording at a time, from the wish to the attachment. */
export function useRecorder() {
  const { t, d } = useI18n()
  const session = useSession()
  const take = shallowRef<Take | null>(null)

  session.keepsLocalData({
    unsent: () => (take.value ? 1 : 0),
    async clear() {
      take.value?.recorder.discard()
    },
  })
  // What is closed now is kept and offered again; but the end of the film would be missing.
  useEventListener(window, 'beforeunload', (event) => {
    if (isRunning.value) event.preventDefault()
  })
  const isRunning = computed(() =>
    ['counting', 'recording', 'paused'].includes(take.value?.recorder.phase ?? ''),
  )

  /** To be called right from a press: the browser asks what to show. */
  function start(goal: Goal, choices: Choices): void {
    if (take.value) return
    const id = newId()
    const { store, release } = acquire(goal.project)
    const { task, made } = taskOf(goal)
    const body = growing()
    const title = t('recorder.name', { at: d(Date.now(), { dateStyle: 'medium', timeStyle: 'short' }) })
    const about = 'about' in goal ? goal.about : goal.newTask
    let address = ''
    const row = (): Kept => {
      const person = session.user?.id ?? ''
      return { id, person, project: goal.project, task, about, title, address, film: recorder.film }
    }

    const recorder = startRecorder({
      mime: recordedType(),
      countdown: 3,
      capture: (onEnded) => capture(choices, onEnded),
      makeRecorder: (stream, mimeType) =>
        new MediaRecorder(stream, { mimeType, videoBitsPerSecond: 2_500_000, ...keyFrames }),
      now: () => performance.now(),
      onPart(at, part) {
        body.grow(part)
        void kept.add(row(), at, part).catch(() => {})
      },
      onEnded: () => body.end(),
      onRefused(error) {
        if (!(error instanceof DOMException && error.name === 'NotAllowedError'))
          toastProblem(t('recorder.refused'), { detail: String(error) })
      },
    })
    const delivery = deliver({
      store,
      task: made,
      id,
      body: body.source,
      address,
      onAddress(at) {
        address = at
        void kept.put(row()).catch(() => {})
      },
      onSent: (bytes) => void kept.dropParts(id, body.partAt(bytes)).catch(() => {}),
    })
    made.catch(() => recorder.stop())
    holdRecording(id)
    take.value = shallowReactive({
      recorder,
      delivery,
      title,
      about,
      isAttaching: false,
      film: () => new Blob([headOf(recorder.film), recorder.body], { type: typeOf(recorder.film) }),
      letGo() {
        void kept.drop(id).catch(() => {})
        release()
      },
    })
  }

  /** The task of a goal, and when it is there: one that is new may be refused, which is told. */
  function taskOf(goal: Goal): { task: Id; made: Promise<Id> } {
    if ('task' in goal) return { task: goal.task, made: Promise.resolve(goal.task) }
    const task = newId()
    const status = session.projects.find(({ id }) => id === goal.project)?.statuses?.[0]?.id
    const wish = { kind: 'task.create' as const, task, title: goal.newTask, ...(status ? { status } : {}) }
    const made = makeTask(goal.project, [wish]).done.then((result) => {
      if (!result.ok) throw new Error(result.problem.detail)
      return task
    })
    return { task, made }
  }

  async function attach(range: Range | null): Promise<void> {
    const one = take.value
    if (!one || one.isAttaching) return
    one.isAttaching = true
    const film = one.recorder.film
    const name = `${one.title.trim() || t('recorder.untitled')}.${endingOf(film)}`
    const isThere = range
      ? await replaced(one, name, range)
      : await one.delivery.attach(name, new Blob([headOf(film)]))
    one.isAttaching = false
    if (!isThere) return
    toast(t('recorder.attached', { about: one.about }))
    end(one)
  }

  async function replaced(one: Take, name: string, range: Range): Promise<boolean> {
    try {
      const { trimmed } = await import('./trim')
      return await one.delivery.replace(name, await trimmed(one.film(), range))
    } catch (error) {
      toastProblem(t('recorder.notTrimmed'), { detail: String(error) })
      return false
    }
  }

  /** It is stopped and out of sight at once; for as long as that can be undone, nothing is lost. */
  function discard(): void {
    const one = take.value
    if (!one || !['recording', 'paused', 'ended'].includes(one.recorder.phase)) return cancel()
    one.recorder.stop()
    take.value = null
    unlessUndone(
      t('recorder.discarded'),
      () => give(one),
      () => {
        if (!take.value) take.value = one
      },
    )
  }

  function cancel(): void {
    const one = take.value
    one?.recorder.discard()
    if (one) give(one)
  }

  function give(one: Take): void {
    one.delivery.cancel()
    end(one)
  }

  function end(one: Take): void {
    one.letGo()
    if (take.value === one) take.value = null
  }

  watch(
    () => take.value?.recorder.phase,
    (phase) => phase === 'gone' && cancel(),
  )
  return { take, isRunning, start, attach, discard }
}

// Chromium's: a film can be sought in and cut each two seconds.
const keyFrames = { videoKeyFrameIntervalDuration: 2000 }

export const typeOf = ({ mime }: Film): string => mime.split(';')[0]!
export const endingOf = (film: Film): string => typeOf(film).split('/')[1]!
