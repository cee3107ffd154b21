import { inject, reactive, type InjectionKey } from 'vue'

/** Which layer of the shell is open. */
export interface ShellDialogState {
  palette: boolean
  help: boolean
  signOut: boolean
  /** A new task is being written, begun with this text. */
  adding: { text: string } | null
}

export const shellDialogs: InjectionKey<ShellDialogState> = Symbol('shell dialogs')

export const createShellDialogs = (): ShellDialogState =>
  reactive({ palette: false, help: false, signOut: false, adding: null })

export function useShellDialogs(): ShellDialogState {
  const state = inject(shellDialogs)
  if (!state) throw new Error('used outside the shell')
  return state
}
