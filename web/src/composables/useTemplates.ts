import { computed, type ComputedRef } from 'vue'
import { useRouter } from 'vue-router'
import type { CommandBody, Id, Template } from '@/api/types'
import { addTexts, useI18n } from '@/i18n'
import { template as texts } from '@/i18n/en/template'
import { fromTemplate } from '@/project/fromTemplate'
import type { ProjectStore } from '@/stores/project'
import { newId } from '@/sync/id'
import { toast } from '@/ui/toast'
import { useUndo } from './useUndo'

addTexts({ template: texts })

export interface UseTemplatesReturn {
  /** By name. */
  readonly templates: ComputedRef<readonly Template[]>
  /**
   * Makes a task and its subtasks from a template, in one gesture with one undo, and says so. `wishes` are what was
   * typed before, its task last; that counts before the template, and `place` is where it goes without.
   */
  make(template: Id, place: Place, wishes?: readonly CommandBody[]): void
}

/** What a task has from where it is made. */
type Place = Omit<Partial<Extract<CommandBody, { kind: 'task.create' }>>, 'kind'>

/** The templates of a project's tasks, and new tasks from them. */
export function useTemplates(store: ProjectStore): UseTemplatesReturn {
  const { t } = useI18n()
  const { takeBack } = useUndo(store)
  const router = useRouter()
  const templates = computed(() => store.templates.value.toSorted((a, b) => a.name.localeCompare(b.name)))

  function make(id: Id, place: Place, wishes: readonly CommandBody[] = []): void {
    const template = templates.value.find((one) => one.id === id)
    const typed = wishes.at(-1)
    if (!template) return
    const own = typed?.kind === 'task.create' ? { ...place, ...typed } : place
    const known = { labels: store.labels.value, fields: store.fields.value, members: store.members.value }
    const made = fromTemplate(template, known, own, newId)
    const gesture = store.runAll([...wishes.slice(0, -1), ...made])
    toast(t('template.made', { name: template.name }), {
      undo: () => takeBack(gesture),
      action: [{ label: t('template.open'), run: () => open(made[0].task) }],
    })
  }

  /** Its key is the server's to give: before, its project is as near as one comes. */
  function open(task: Id): void {
    const key = store.task(task)?.key
    void router.push(key ? `/t/${key}` : `/p/${store.project.value?.key}`)
  }

  return { templates, make }
}
