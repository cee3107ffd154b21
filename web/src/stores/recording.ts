import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Id } from '@/api/types'

/** The task that a recording will hang on. */
export interface RecordingTarget {
  readonly project: Id
  readonly task: Id
  /** What people call it: key and title. */
  readonly about: string
}

/** Somebody wishes to record their screen; the recorder of the shell answers. */
export const useRecordingWish = defineStore('recording', () => {
  /** For which task; `anywhere`: that is still to be chosen; null: nobody does. */
  const wish = shallowRef<RecordingTarget | 'anywhere' | null>(null)
  /** The task that is open, where it can be given one. */
  const here = shallowRef<RecordingTarget | null>(null)
  return { wish, here }
})

/** Phones cannot. */
export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' &&
  typeof globalThis.navigator?.mediaDevices?.getDisplayMedia === 'function'
