import { computed, type ComputedRef, type Ref } from 'vue'
import { useI18n } from '@/i18n'
import type { Task } from '@/api/types'
import { useUndo } from '@/composables/useUndo'
import type { ProjectStore } from '@/stores/project'
import { toast } from '@/ui/toast'
import type { Picking } from './pick'
import { link, type LinkKind } from './useTaskLinks'

const kinds: ReadonlySet<string> = new Set([
  'blockedBy',
  'blocks',
  'related',
  'duplicateOf',
] satisfies LinkKind[])

export interface UseLinkingReturn {
  /** How the task that is chosen now comes to stand to this one; null where something else is being chosen. */
  readonly linkKind: ComputedRef<LinkKind | null>
  /** Links the task to another, by its id; `key` is how that is called. */
  linkTo(other: string, key: string): void
}

/** What a task is linked to, as it is chosen. */
export function useLinking(
  store: ProjectStore,
  picking: Readonly<Ref<Picking | null>>,
  task: Readonly<Ref<Task | undefined>>,
): UseLinkingReturn {
  const { t } = useI18n()
  const { takeBack } = useUndo(store)
  const linkKind = computed(() => {
    const pick = picking.value?.pick ?? ''
    return kinds.has(pick) ? (pick as LinkKind) : null
  })

  function linkTo(other: string, key: string): void {
    const kind = linkKind.value
    if (!task.value || !kind) return
    const gesture = store.run(link(task.value.id, kind, other))
    if (kind === 'duplicateOf') offerToCancel(task.value, key, () => takeBack(gesture))
  }

  /** A duplicate is mostly not done twice. */
  function offerToCancel(one: Task, other: string, undo: () => void): void {
    const status = store.statuses.value.find(({ category }) => category === 'cancelled')
    const words = t('panel.links.isDuplicate', { key: one.key, other })
    if (!status || one.status === status.id) return void toast(words, { undo })
    const cancel = () => void store.run({ kind: 'task.move', task: one.id, status: status.id })
    toast(words, { undo, action: [{ label: t('panel.links.cancelIt', { key: one.key }), run: cancel }] })
  }

  return { linkKind, linkTo }
}
