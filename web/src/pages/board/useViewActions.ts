import { ListFilter } from '@lucide/vue'
import { useI18n } from '@/i18n'
import { useActions } from '@/composables/useActions'
import { views, type View } from '@/shell/route'
import { viewIcons } from '@/shell/viewIcons'

/** Going from view to view, and the filter, by key and palette. */
export function useViewActions(show: (view: View) => void, filter: () => void): void {
  const { t } = useI18n()
  useActions(() => [
    {
      id: 'view.filter',
      label: t('board.filter'),
      section: t('board.section'),
      keys: '/',
      icon: ListFilter,
      run: filter,
    },
    ...views.map((one) => ({
      id: `go.${one}`,
      label: t(`shell.go.${one}`),
      section: t('shell.views'),
      keys: `g ${one[0]}`,
      icon: viewIcons[one],
      run: () => show(one),
    })),
  ])
}
