import type { Page } from '@playwright/test'

/** What the page itself measures; all times in ms. */
export interface Probe {
  /** From a pointer event to the frame that shows it, one for each move of the pointer. */
  moves: number[]
  /** From a key to the frame that shows it. */
  keys: number[]
  /** The same of an editor that takes keys by a way of its own, and tells of no input. */
  pressed: number[]
  /** From letting go to the changed DOM. */
  drops: number[]
  /** From a frame of the socket to the frame of the screen that shows the change. */
  remote: number[]
  /** From the start of the navigation to the first card on the screen. */
  firstCard: number
}

declare global {
  interface Window {
    probe: Probe
  }
}

/** Installs the probe before anything of the page runs. */
export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const probe = { moves: [], keys: [], pressed: [], drops: [], remote: [], firstCard: 0 } as Probe
    window.probe = probe
    // A message posted from within a frame arrives right after that frame has been handed to the compositor.
    const afterPaint = (then: (now: number) => void): void => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => then(performance.now()))
        port1.start()
        port2.postMessage(0)
      })
    }
    const timed = (into: number[]) => (event: Event) => afterPaint((now) => into.push(now - event.timeStamp))
    addEventListener('pointermove', timed(probe.moves), true)
    addEventListener('input', timed(probe.keys), true)
    addEventListener('keydown', timed(probe.pressed), true)
    let letGoAt = 0
    let heardAt = 0
    addEventListener('pointerup', () => (letGoAt = performance.now()), true)
    const NativeSocket = window.WebSocket
    window.WebSocket = class extends NativeSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols)
        this.addEventListener('message', (event) => {
          if (String(event.data).includes('"entry"')) heardAt = performance.now()
        })
      }
    }
    const observe = (): void =>
      new MutationObserver(() => {
        if (!probe.firstCard && document.querySelector('article'))
          afterPaint((now) => (probe.firstCard ||= now))
        if (letGoAt) probe.drops.push(performance.now() - letGoAt)
        letGoAt = 0
        if (heardAt) {
          const from = heardAt
          heardAt = 0
          afterPaint((now) => probe.remote.push(now - from))
        }
      }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true })
    observe()
  })
}

/** The smallest value that at least `share` of the values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
