import { addTexts, useI18n } from '@/i18n'
import { files } from '@/i18n/en/files'
import type { Id } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import type { Attach } from '@/ui/editor/attach'

/**
 * Files that come into a description hang on its task; those that come into a comment wait until it is sent. What
 * sends them is fetched with the first.
 */
export function attachTo(store: ProjectStore, task: Id, what: 'description' | 'comment'): Attach {
  addTexts({ files })
  const { t } = useI18n()
  return {
    store: async (file) => (await import('./uploads')).uploadOne(store, task, file, what === 'comment'),
    placeholder: (name) => t('files.placeholder', { name }),
  }
}
