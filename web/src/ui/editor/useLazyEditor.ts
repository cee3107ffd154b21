import { shallowRef, type ShallowRef } from 'vue'
import type MarkdownEditor from './MarkdownEditor.vue'

// Fetched once for the whole page.
const editor = shallowRef<typeof MarkdownEditor | null>(null)

export interface UseLazyEditorReturn {
  /** The editor, once it is here. */
  readonly editor: Readonly<ShallowRef<typeof MarkdownEditor | null>>
  /** Fetches it. Where that fails, it can be asked again. */
  load(): Promise<void>
}

/** The editor where most never write: it is large, and comes when somebody begins to. */
export function useLazyEditor(): UseLazyEditorReturn {
  async function load(): Promise<void> {
    if (editor.value) return
    const loaded = await import('./MarkdownEditor.vue').catch(() => null)
    if (loaded) editor.value = loaded.default
  }
  return { editor, load }
}
