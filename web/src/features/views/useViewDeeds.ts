import { Bookmark, Copy, List, Pencil, RotateCcw, Save, Trash2, UserRound, UsersRound } from '@lucide/vue'
import { computed, type Component, type ComputedRef } from 'vue'
import type { SavedView } from '@/api/types'
import { attempt } from '@/composables/attempt'
import { useActions } from '@/composables/useActions'
import { doOrSay } from '@/composables/useRefusal'
import { useI18n } from '@/i18n'
import type { ProjectStore } from '@/stores/project'
import type { MenuEntry } from '@/ui/menu'
import { toast } from '@/ui/toast'
import type { UseSavedViewsReturn } from './useSavedViews'

/** Something that can be done with the view that is shown: a line of the menu, and an action of the palette. */
export interface ViewDeed {
  id: string
  label: string
  icon: Component
  danger?: boolean
  /** Why this person may not. */
  whyNot?: string
  run: () => void
}

/** For what a name is asked. */
export type Asking = 'save' | 'copy' | 'rename'

export interface UseViewDeedsReturn {
  readonly items: ComputedRef<MenuEntry[]>
  update(): void
  reset(): void
  /** Why what is shown cannot be put into the chosen view. */
  readonly whyNot: ComputedRef<string | null>
}

/** The menu of saved views, and the same in the palette. */
export function useViewDeeds(
  store: ProjectStore,
  saved: UseSavedViewsReturn,
  ask: (what: Asking) => void,
): UseViewDeedsReturn {
  const { t } = useI18n()
  const { current, isChanged, isOwn } = saved
  const whyNot = computed(() =>
    current.value && !isOwn(current.value) ? store.whyNot({ kind: 'view.update' }) : null,
  )

  /** Does it, and says so with the way back. */
  function tell(view: SavedView, text: 'updated' | 'deleted', work: () => Promise<() => unknown>): void {
    void attempt(async () => {
      const back = await work()
      toast(t(`views.${text}`, { name: view.name }), { undo: () => void attempt(async () => back()) })
    })
  }

  const update = (): void => {
    const view = current.value
    if (view) tell(view, 'updated', () => saved.change(view, saved.shown()))
  }
  const reset = (): void => void (current.value && saved.open(current.value))
  const remove = (view: SavedView): void => tell(view, 'deleted', () => saved.remove(view))
  const share = (view: SavedView): void =>
    void attempt(async () => {
      if (await saved.share(view)) toast(t('views.shared', { name: view.name }))
    })

  const deeds = computed((): ViewDeed[] => {
    const view = current.value
    const save = { id: 'save', label: t('views.save'), icon: Bookmark, run: () => ask('save') }
    if (!view) return [save]
    const may = whyNot.value ? { whyNot: whyNot.value } : {}
    const whyNotShare = store.whyNot({ kind: 'view.create' })
    const ifChanged = [
      { id: 'update', label: t('views.update'), icon: Save, run: update, ...may },
      { id: 'reset', label: t('views.resetView'), icon: RotateCcw, run: reset },
    ]
    const ifOwn = {
      id: 'share',
      label: t('views.share'),
      icon: UsersRound,
      run: () => share(view),
      ...(whyNotShare && { whyNot: whyNotShare }),
    }
    return [
      ...(isChanged.value ? ifChanged : []),
      { id: 'copy', label: t('views.copy'), icon: Copy, run: () => ask('copy') },
      { id: 'rename', label: t('views.rename'), icon: Pencil, run: () => ask('rename'), ...may },
      ...(isOwn(view) ? [ifOwn] : []),
      {
        id: 'delete',
        label: t('views.delete'),
        icon: Trash2,
        danger: true,
        run: () => remove(view),
        ...may,
      },
    ]
  })

  const line = (view: SavedView, label: string, icon: Component): MenuEntry => ({
    label,
    icon,
    checked: view.id === current.value?.id,
    run: () => saved.open(view),
  })
  const items = computed((): MenuEntry[] => [
    { label: t('views.all'), icon: List, checked: current.value === null, run: saved.openAll },
    ...saved.shared.value.map((view) => line(view, view.name, UsersRound)),
    ...saved.own.value.map((view) => line(view, t('views.own', { name: view.name }), UserRound)),
    'line',
    ...deeds.value,
  ])

  const section = t('views.section')
  useActions(() => [
    ...[...saved.shared.value, ...saved.own.value].map((view) => ({
      id: `views.open.${view.id}`,
      label: t('views.go', { name: view.name }),
      section,
      icon: Bookmark,
      run: () => saved.open(view),
    })),
    ...deeds.value.map(({ id, label, icon, whyNot: why, run }) => ({
      id: `views.${id}`,
      label,
      section,
      icon,
      run: () => doOrSay(why ?? null, run),
    })),
  ])
  return { items, update, reset, whyNot }
}
