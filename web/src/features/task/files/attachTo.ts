import { addTexts, useI18n } from '@/i18n'
import { files } from '@/i18n/en/files'
import type { Id } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import type { Attach } from '@/ui/editor/attach'

/** Files that come into a text about a task hang on that task. What sends them is fetched with the first. */
export function attachTo(store: ProjectStore, task: Id): Attach {
  addTexts({ files })
  const { t } = useI18n()
  return {
    store: async (file) => (await import('./uploads')).uploadOne(store, task, file),
    placeholder: (name) => t('files.placeholder', { name }),
  }
}
