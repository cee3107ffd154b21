import { watch } from 'vue'
import { useI18n } from '@/i18n'
import { useRoute, useRouter } from 'vue-router'
import { useAside } from '@/stores/aside'
import { toastProblem } from '@/ui/toast'
import { projectKeyOf } from './route'

/** Says on other pages that edits were not sent; the project's own page shows them itself. */
export function useAsideNotice(): void {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const aside = useAside()

  watch(
    () => [aside.latest, route.name, projectKeyOf(route)] as const,
    ([latest, page, shown]) => {
      const isBoard = page === 'board' || page === 'task'
      if (!latest || (isBoard && shown === latest.project.key)) return
      aside.seen()
      const { name, key } = latest.project
      toastProblem(t('aside.lost', { name }), {
        detail: t('aside.unsent', latest.edits.length),
        action: [{ label: t('aside.show'), run: () => void router.push(`/p/${key}`) }],
      })
    },
  )
}
