import type { Task } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import { useSession } from '@/stores/session'
import { useI18n } from '@/i18n'
import { personColor } from '@/ui/person'
import { completeFrom } from './completions'

/** Where changes of a description wait on this device; with its author, since whoever signs in next does not see it (C8). */
export function keptAs(task: string): string {
  return `tandem:draft:${useSession().user?.id ?? ''}:document:${task}`
}

/** Whether something waits there. */
export function isKept(task: string): boolean {
  try {
    return localStorage.getItem(keptAs(task)) !== null
  } catch {
    return false
  }
}

/** What an editor needs to write a task's description together with others. */
export function useTogether(store: ProjectStore, task: Task) {
  const { t } = useI18n()
  return {
    together: {
      task: task.id,
      keptAs: keptAs(task.id),
      connect: (onFrame: Parameters<ProjectStore['openDesk']>[1]) => store.openDesk(task.id, onFrame),
      person: (user: string) => ({
        name: store.members.value.get(user)?.user.name ?? t('editor.former'),
        color: personColor(user),
      }),
    },
    complete: completeFrom(store, task.id),
  }
}
