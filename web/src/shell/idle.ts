const patienceMs = 2_000
let held: Promise<unknown> = Promise.resolve()

/** What the person waits for goes first: nothing is done in idle time until `shown` settles, or for 2 s. */
export function holdIdle(shown: Promise<unknown>): void {
  held = Promise.race([shown, new Promise((resolve) => setTimeout(resolve, patienceMs))]).then(
    painted,
    () => {},
  )
}

/** Runs `work` when the browser has nothing else to do; within 4 s in any case. */
export function whenIdle(work: () => void): void {
  void held.then(() => {
    if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: patienceMs })
    else setTimeout(work, 500)
  })
}

/** After the next frame, which a page in the background may not have for long. */
function painted(): Promise<unknown> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, patienceMs)
  })
}
