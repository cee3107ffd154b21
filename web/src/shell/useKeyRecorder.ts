import { onScopeDispose, readonly, shallowRef, type Ref } from 'vue'
import { isSingle, keystroke } from '@/composables/keystroke'

// As long as a sequence such as g b is waited for when it is used.
const sequenceMs = 1_000
const modifiers = new Set(['shift', 'control', 'alt', 'meta'])
/** They move about and close: without them one would not find out again. */
const reserved = new Set(['tab', 'shift+tab', 'enter', 'escape'])

export interface UseKeyRecorderReturn {
  /** What waits for keys. */
  readonly recording: Readonly<Ref<string | null>>
  start(what: string): void
  stop(): void
}

/** Takes the next keys as what somebody wants: one stroke, or two single ones in turn. */
export function useKeyRecorder(onKeys: (what: string, keys: string) => void): UseKeyRecorderReturn {
  const recording = shallowRef<string | null>(null)
  let first = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(timer)
    first = ''
    recording.value = null
    window.removeEventListener('keydown', hear, true)
  }

  function done(keys: string): void {
    const what = recording.value
    stop()
    if (what !== null) onKeys(what, keys)
  }

  // Before everything else: nothing that lies below hears these keys.
  function hear(event: KeyboardEvent): void {
    if (event.isComposing) return
    const stroke = keystroke(event)
    if (reserved.has(stroke)) {
      if (first) return done(first)
      if (stroke === 'escape') swallow(event)
      return stop()
    }
    swallow(event)
    if (modifiers.has(event.key.toLowerCase())) return
    clearTimeout(timer)
    if (first) return done(isSingle(stroke) ? `${first} ${stroke}` : stroke)
    if (!isSingle(stroke)) return done(stroke)
    first = stroke
    timer = setTimeout(() => done(first), sequenceMs)
  }

  onScopeDispose(stop)
  return {
    recording: readonly(recording),
    start(what) {
      stop()
      recording.value = what
      window.addEventListener('keydown', hear, true)
    },
    stop,
  }
}

function swallow(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}
