import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { useI18n } from '@/i18n'
import { useAside, type SetAside } from '@/stores/aside'
import type { ProjectStore } from '@/stores/project'
import { toast, toastProblem } from '@/ui/toast'
import { asText } from './words'

export interface UseSetAsideReturn {
  readonly edits: ComputedRef<readonly SetAside[]>
  /** Those that run again now. */
  readonly running: Readonly<ShallowRef<ReadonlySet<string>>>
  copy(edits: readonly SetAside[]): Promise<void>
  dismiss(edits: readonly SetAside[]): void
  /** Runs an edit as a new command. It stays set aside until the server has taken it. */
  apply(store: ProjectStore, edit: SetAside): Promise<void>
}

/** What was not sent to a project, and what can be done about it. */
export function useSetAside(project: () => { id: string; key: string; name: string }): UseSetAsideReturn {
  const { t } = useI18n()
  const aside = useAside()
  const edits = computed(() => aside.of(project().id))
  const running = shallowRef<ReadonlySet<string>>(new Set())

  async function copy(which: readonly SetAside[]): Promise<void> {
    try {
      await navigator.clipboard.writeText(which.map(asText).join('\n\n'))
      toast(t('aside.copied'))
    } catch {
      toastProblem(t('aside.copyFailed'))
    }
  }

  function dismiss(which: readonly SetAside[]): void {
    const from = project()
    aside.dismiss(
      from.id,
      which.map(({ id }) => id),
    )
    toast(t('aside.dismissed', which.length), { undo: () => aside.putBack(from, which) })
  }

  async function apply(store: ProjectStore, edit: SetAside): Promise<void> {
    if (running.value.has(edit.id)) return
    running.value = new Set([...running.value, edit.id])
    const { ok } = await store.runAll(edit.commands).done
    running.value = new Set([...running.value].filter((id) => id !== edit.id))
    if (ok) aside.dismiss(project().id, [edit.id])
  }

  return { edits, running, copy, dismiss, apply }
}
