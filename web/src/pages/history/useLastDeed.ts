import { shallowRef, watch, type ShallowRef } from 'vue'
import { activity as api, type ActivityItem } from '@/api/activity'
import { sentencesOf } from '@/features/activity/words'
import { useI18n } from '@/i18n'
import type { Past } from '@/stores/past'

/** What was done last before the moment, in words: "Ada moved it from To do to Done · WEB-12". */
export function useLastDeed(
  project: string,
  past: Past,
  isPlaying: () => boolean,
): Readonly<ShallowRef<string>> {
  const { t } = useI18n()
  const words = shallowRef('')
  const known = new Map<number, readonly ActivityItem[]>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function say(seq: number): void {
    const items = known.get(seq) ?? []
    const [first] = items
    if (!first) return void (words.value = '')
    const name = past.store.members.value.get(first.actor)?.user.name ?? t('activity.former')
    const told = sentencesOf(items.filter(({ task }) => task?.id === first.task?.id).toReversed())
    words.value = [t('history.did', { name, what: told }), first.task?.key].filter(Boolean).join(' · ')
  }

  /** A hundred on, so that whoever plays or steps on has them already. */
  async function fetchFrom(seq: number): Promise<void> {
    const page = await api.between(project, seq - 1, seq + 100).catch(() => null)
    if (!page) return
    for (let one = seq; one < seq + 100; one++) known.set(one, [])
    for (const item of page.items) known.set(item.seq, [...(known.get(item.seq) ?? []), item])
    if (past.seq.value === seq || known.has(past.seq.value)) say(past.seq.value)
  }

  watch(
    past.seq,
    (seq) => {
      clearTimeout(timer)
      if (known.has(seq)) say(seq)
      else if (seq > 0) {
        words.value = ''
        timer = setTimeout(() => void fetchFrom(seq), isPlaying() ? 0 : 120)
      }
    },
    { immediate: true },
  )
  return words
}
