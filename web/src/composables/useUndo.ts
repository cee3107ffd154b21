import { useI18n } from '@/i18n'
import type { ProjectStore, RunResult, TakenBack } from '@/stores/project'
import { toastProblem, withdrawUndo } from '@/ui/toast'

export interface UseUndoReturn {
  /** Takes my last gesture back, and says what became of that. */
  undo(): void
  /** Does again what I undid last, and says what became of that. */
  redo(): void
  /** Takes this very gesture back, whatever came after it, and says what became of that. */
  takeBack(gesture: Pick<RunResult, 'undo'>): void
}

/** Undo and redo in a project. Nobody is left to guess: what could not be put back is said, and who has changed it. */
export function useUndo(store: Pick<ProjectStore, 'undo' | 'redo' | 'members'>): UseUndoReturn {
  // The words are fetched with the first of it; without a connection the rules may not be there yet.
  const say = (taking: Promise<TakenBack | null>, how: 'undo' | 'redo'): void =>
    void Promise.all([taking, import('./undoWords')])
      .then(([taken, { sayTakenBack }]) => sayTakenBack(taken, how, store.members.value))
      .catch(() => toastProblem(useI18n().t(`sync.refused.${how}`)))
  return {
    undo() {
      withdrawUndo()
      say(store.undo(), 'undo')
    },
    redo: () => say(store.redo(), 'redo'),
    takeBack: (gesture) => say(gesture.undo(), 'undo'),
  }
}
