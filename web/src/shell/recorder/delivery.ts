import { shallowReactive } from 'vue'
import { files } from '@/api/files'
import { ProblemError } from '@/api/problem'
import type { Id } from '@/api/types'
import { patiently, sendFile, sourceOf, untilBack, type Source } from '@/sync/sendFile'
import type { ProjectStore } from '@/stores/project'

export interface DeliveryOptions {
  readonly store: ProjectStore
  /** The task that it goes to, once that is there. */
  readonly task: Promise<Id>
  /** The id that the attachment will have. */
  readonly id: Id
  /** The body of the film. */
  readonly body: Source
  /** Where some of the body has been sent before; empty: nowhere. */
  readonly address: string
  onAddress(address: string): void
  /** How many bytes of the body the server has. */
  onSent(bytes: number): void
}

export interface Delivery {
  readonly state: 'sending' | 'waiting' | 'failed' | 'done'
  /** Why it failed, in a sentence for people. */
  readonly reason: string
  /** Attaches the film once its body is there: `head` stands before it. False where that fails; it can be tried again. */
  attach(name: string, head: Blob): Promise<boolean>
  /** Attaches another film in place of the one that was sent. */
  replace(name: string, film: Blob): Promise<boolean>
  /** Lets go of what has been sent. */
  cancel(): void
}

/** Sends a film while it is made: its body at once, then its head, which is known last, and makes them one. */
export function deliver(options: DeliveryOptions): Delivery {
  const { store, id, onAddress, onSent } = options
  const stop = new AbortController()
  const { signal } = stop
  const state = shallowReactive({ state: 'sending' as Delivery['state'], reason: '' })
  const patience = {
    signal,
    onWaiting: () => (state.state = 'waiting'),
    pause: untilBack,
  }
  let address = options.address
  let body = sendBody()
  body.catch(() => {}) // told by whoever attaches, or here

  async function begin(open: () => Promise<string>): Promise<string> {
    const at = await patiently(open, patience)
    state.state = 'sending'
    return at
  }

  async function sendBody(): Promise<number> {
    try {
      const task = await options.task
      if (!address) {
        await options.body(0) // what is given up before anything is there leaves nothing behind
        onAddress((address = await begin(() => files.beginOpen(task, signal))))
      }
      return await send(options.body, address, onSent)
    } catch (error) {
      fail(error)
      throw error
    }
  }

  async function send(from: Source, to: string, tell: (bytes: number) => void = () => {}): Promise<number> {
    let sent = 0
    await sendFile(from, to, {
      ...patience,
      wire: files,
      onSent(bytes) {
        sent = bytes
        state.state = 'sending'
        tell(bytes)
      },
    })
    return sent
  }

  async function whole(task: Id, name: string, bytes: Blob): Promise<string> {
    const at = await begin(() => files.begin(task, name, bytes.size, signal))
    await send(sourceOf(bytes), at)
    return at
  }

  async function attach(name: string, head: Blob): Promise<boolean> {
    return finish(async (task) => {
      const size = await body.catch(() => (body = sendBody()))
      await patiently(() => files.settle(address, size, signal), patience)
      if (head.size === 0) return [await join(task, name, [address]), address]
      const first = await whole(task, name, head)
      return [await join(task, name, [first, address]), first, address]
    })
  }

  const join = (task: Id, name: string, parts: readonly string[]): Promise<string> =>
    patiently(() => files.join(task, name, parts, signal), patience)

  const replace = (name: string, film: Blob): Promise<boolean> =>
    finish(async (task) => [await whole(task, name, film), address])

  /** Puts the first of some uploads on the task; the others have served. */
  async function finish(make: (task: Id) => Promise<readonly string[]>): Promise<boolean> {
    state.state = 'sending'
    state.reason = ''
    try {
      const task = await options.task
      const [upload, ...others] = await make(task)
      await put(task, upload!)
      state.state = 'done'
      for (const other of others) if (other) void files.cancel(other).catch(() => {})
      return true
    } catch (error) {
      fail(error)
      return false
    }
  }

  async function put(task: Id, at: string): Promise<void> {
    const upload = at.split('/').at(-1)!
    const result = await store.run({
      kind: 'attachment.create',
      task,
      attachment: id,
      upload,
      recording: true,
    }).done
    // A reload came between the answer and its arrival: it is there already.
    if (!result.ok && !(await files.of(task)).some((one) => one.id === id))
      throw new ProblemError(result.problem)
  }

  function fail(error: unknown): void {
    if (signal.aborted) return
    state.state = 'failed'
    state.reason = error instanceof Error ? error.message : String(error)
  }

  function cancel(): void {
    stop.abort()
    // What cannot be told now expires by itself.
    if (address) void files.cancel(address).catch(() => {})
  }

  return {
    get state() {
      return state.state
    },
    get reason() {
      return state.reason
    },
    attach,
    replace,
    cancel,
  }
}
