import type { ProjectStore, RunResult, TakenBack } from '@/stores/project'

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
  // The words come when they are needed; what they are about is done by then.
  function say(taken: TakenBack | null, how: 'undo' | 'redo'): void {
    void import('./undoWords').then(({ sayTakenBack }) => sayTakenBack(taken, how, store.members.value))
  }
  return {
    undo: () => say(store.undo(), 'undo'),
    redo: () => say(store.redo(), 'redo'),
    takeBack: (gesture) => say(gesture.undo(), 'undo'),
  }
}
