import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { CommandBody, Task } from '@/api/types'
import { useDraft } from '@/composables/useDraft'
import type { ProjectStore } from '@/stores/project'

/** What a draft was begun from. */
interface Base {
  text: string
  seq: number
}

export interface UseDescriptionReturn {
  /** What is written now; survives closing the panel and the tab until it is saved. */
  draft: ShallowRef<string>
  isEditing: Readonly<ShallowRef<boolean>>
  /** A draft from before waits to be continued. */
  hasDraft: ComputedRef<boolean>
  /** Someone else has changed the text since the draft was begun. */
  isOutdated: ComputedRef<boolean>
  /** Their text, while both are to be looked at side by side. */
  conflict: Readonly<ShallowRef<string | null>>
  edit(): void
  /** Leaves the field and keeps the draft. */
  pause(): void
  discard(): void
  save(): Promise<void>
  /** Ends a conflict with the text that is to stand. */
  resolve(text: string): Promise<void>
  /** Gives away what is being written and not saved, as the command that would save it. */
  giveAway(): CommandBody | null
}

/**
 * Editing a description: nothing typed is lost, and nobody's text is overwritten unseen (D1). The draft goes only when
 * the server has the text, or when the person throws it away.
 */
export function useDescription(store: ProjectStore, task: () => Task): UseDescriptionReturn {
  const draft = useDraft(() => `description:${task().id}`)
  const baseText = useDraft(() => `description-base:${task().id}`)
  const base = computed(() => (baseText.value ? (JSON.parse(baseText.value) as Base) : null))
  const isEditing = shallowRef(false)
  const conflict = shallowRef<string | null>(null)
  const text = computed(() => task().description ?? '')

  const hasDraft = computed(() => base.value !== null && draft.value !== text.value)
  const isOutdated = computed(() => base.value !== null && hasDraft.value && base.value.text !== text.value)

  function begin(from: string): void {
    baseText.value = JSON.stringify({ text: from, seq: task().seq } satisfies Base)
  }

  function edit(): void {
    if (!hasDraft.value) {
      draft.value = text.value
      begin(text.value)
    }
    isEditing.value = true
  }

  function discard(): void {
    draft.value = ''
    baseText.value = ''
    conflict.value = null
    isEditing.value = false
  }

  async function save(): Promise<void> {
    const from = base.value
    if (!from || draft.value === text.value) return discard()
    if (isOutdated.value) {
      conflict.value = text.value
      return
    }
    const written = draft.value
    const id = task().id
    isEditing.value = false
    const result = await store.run({
      kind: 'task.update',
      task: id,
      description: written,
      baseSeq: from.seq,
    }).done
    if (task().id !== id || draft.value !== written) return
    if (result.ok) return discard()
    const theirs = result.problem.conflicts?.find(({ field }) => field === 'description')?.theirs
    if (typeof theirs === 'string') conflict.value = theirs
    isEditing.value = true
  }

  async function resolve(chosen: string): Promise<void> {
    begin(conflict.value ?? text.value)
    draft.value = chosen
    conflict.value = null
    await save()
  }

  function giveAway(): CommandBody | null {
    const from = base.value
    const written = draft.value
    if (!from || !hasDraft.value || !(isEditing.value || conflict.value !== null)) return null
    discard()
    return { kind: 'task.update', task: task().id, description: written, baseSeq: from.seq }
  }

  return {
    draft,
    isEditing,
    hasDraft,
    isOutdated,
    conflict,
    edit,
    pause: () => (isEditing.value = false),
    discard,
    save,
    resolve,
    giveAway,
  }
}
