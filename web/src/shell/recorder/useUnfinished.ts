import { onMounted, shallowRef } from 'vue'
import { useI18n } from '@/i18n'
import { acquire } from '@/stores/openProjects'
import { useSession } from '@/stores/session'
import { toast, toastProblem } from '@/ui/toast'
import { deliver } from './delivery'
import { headOf, type Film } from './film/film'
import { growing } from './growing'
import { brokenOff, holdRecording } from './held'
import { kept, type Kept } from './kept'
import { unlessUndone } from './unlessUndone'
import { endingOf } from './useRecorder'

/** Recordings that a crash or a reload has broken off: they can be finished as far as they came. */
export function useUnfinished() {
  const { t } = useI18n()
  const session = useSession()
  const list = shallowRef<readonly Kept[]>([])
  const finishing = shallowRef<string | null>(null)

  async function load(): Promise<void> {
    const mine = await kept.of(session.user?.id ?? '').catch(() => [])
    list.value = (await brokenOff(mine)).filter(({ film }) => film.bytes > 0)
  }
  onMounted(load)

  async function finish(one: Kept): Promise<void> {
    finishing.value = one.id
    holdRecording(one.id)
    const { store, release } = acquire(one.project)
    const rest = await kept.body(one.id)
    // Sent to nowhere yet, or none of it kept here: then all of it is there.
    const body = growing(rest.bytes.size > 0 ? rest.at : one.film.bytes)
    if (rest.bytes.size > 0) body.grow(rest.bytes)
    body.end()
    const delivery = deliver({
      store,
      task: Promise.resolve(one.task),
      id: one.id,
      body: body.source,
      address: one.address,
      onAddress: (address) => void kept.put({ ...one, address }).catch(() => {}),
      onSent: () => {},
    })
    const name = `${one.title}.${endingOf(one.film)}`
    const isThere = await delivery.attach(name, new Blob([headOf(asFarAs(one.film, rest))]))
    release()
    finishing.value = null
    if (!isThere) return void toastProblem(t('recorder.notFinished'), { detail: delivery.reason })
    forget(one)
    toast(t('recorder.attached', { about: one.about }))
  }

  function hide(one: Kept): void {
    list.value = list.value.filter(({ id }) => id !== one.id)
  }

  function forget(one: Kept): void {
    hide(one)
    void kept.drop(one.id).catch(() => {})
  }

  function discard(one: Kept): void {
    hide(one)
    unlessUndone(
      t('recorder.discarded'),
      () => forget(one),
      () => (list.value = [...list.value, one]),
    )
  }

  return { list, finishing, finish, discard }
}

/** A film as far as it is here: the browser may have had no room for its end. */
function asFarAs(film: Film, rest: { at: number; bytes: Blob }): Film {
  if (rest.bytes.size === 0) return film
  const bytes = rest.at + rest.bytes.size
  return { ...film, bytes, points: film.points.filter(({ at }) => at < bytes) }
}
