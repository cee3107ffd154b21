import { CopyPlus } from '@lucide/vue'
import { useRoute } from 'vue-router'
import { useActions } from '@/composables/useActions'
import { addTexts, useI18n } from '@/i18n'
import { begin } from '@/i18n/en/begin'
import { useSession } from '@/stores/session'
import { projectKeyOf } from './route'
import { useNewFrom } from './useNewFrom'

/** What can be done with the project that one is in, from the palette alone: it has no key, so it may come late. */
export function useProjectActions(): void {
  addTexts({ begin })
  const { t } = useI18n()
  const route = useRoute()
  const session = useSession()
  const { isAllowed, open } = useNewFrom()
  useActions(() => {
    const project = session.projectByKey(projectKeyOf(route) ?? '')
    if (!project || !isAllowed.value) return []
    return [
      {
        id: 'project.again',
        label: t('begin.again.action', { name: project.name }),
        section: t('shell.sections.general'),
        icon: CopyPlus,
        keywords: 'copy duplicate template this',
        run: () => open(project.id),
      },
    ]
  })
}
