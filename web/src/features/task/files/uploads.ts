import { computed, markRaw, shallowReactive } from 'vue'
import { contentOf, files } from '@/api/files'
import { ProblemError } from '@/api/problem'
import type { Id } from '@/api/types'
import { newId } from '@/sync/id'
import { sendFile, sourceOf, untilBack } from '@/sync/sendFile'
import type { ProjectStore } from '@/stores/project'
import { useSession } from '@/stores/session'
import { keptFiles } from './keptFiles'

/** A file on its way to a task. `attachment` is the id that it will have there. */
export interface Upload {
  readonly attachment: Id
  readonly task: Id
  readonly file: File
  sent: number
  state: 'sending' | 'waiting' | 'paused' | 'failed'
  /** Why it failed, in a sentence for people. */
  reason: string
}

interface Running extends Upload {
  address: string
  store: ProjectStore
  stop: AbortController
  settle: ((isThere: boolean) => void)[]
}

// Of this tab: they go on while other tasks are looked at.
const running = shallowReactive(new Map<Id, Running>())

/** Those on their way to a task, in the order in which they began. */
export function uploadsTo(task: Id) {
  return computed(() => [...running.values()].filter((one) => one.task === task))
}

/** Begins to send files; each is attached once its bytes are there. */
export function upload(store: ProjectStore, task: Id, list: readonly File[]): Upload[] {
  return list.map((file) => add({ store, task, file, attachment: newId(), address: '', isPaused: false }))
}

/** Sends one, and gives the address at which it can be read; null where it was given up. */
export async function uploadOne(store: ProjectStore, task: Id, file: File): Promise<string | null> {
  const one = upload(store, task, [file])[0] as Running
  const isThere = await new Promise<boolean>((resolve) => one.settle.push(resolve))
  return isThere ? contentOf({ id: one.attachment }) : null
}

/** Goes on with what a reload has broken off. */
export async function goOn(store: ProjectStore, task: Id): Promise<void> {
  const kept = await keptFiles.of(me()).catch(() => [])
  for (const one of kept)
    if (one.task === task && one.project === store.id && !running.has(one.id))
      add({ ...one, store, attachment: one.id })
}

export function pause(one: Upload): void {
  const upload = one as Running
  upload.state = 'paused'
  upload.stop.abort()
  void keep(upload)
}

export function resume(one: Upload): void {
  void start(one as Running)
}

export function cancel(one: Upload): void {
  const { address, stop } = one as Running
  end(one as Running, false)
  stop.abort()
  // What cannot be told now expires by itself.
  if (address) void files.cancel(address).catch(() => {})
}

/** Signing out asks, and ends them (C8). */
let isKnown = false
function tellSession(): void {
  if (isKnown) return
  isKnown = true
  useSession().keepsLocalData({
    unsent: () => running.size,
    async clear() {
      for (const one of running.values()) cancel(one)
    },
  })
}

const me = (): Id => useSession().user?.id ?? ''

function add(
  from: Pick<Running, 'store' | 'task' | 'file' | 'attachment' | 'address'> & { isPaused: boolean },
): Upload {
  const { store, task, file, attachment, address, isPaused } = from
  const one: Running = shallowReactive({
    task,
    file,
    attachment,
    address,
    store: markRaw(store),
    state: isPaused ? 'paused' : 'sending',
    reason: '',
    sent: 0,
    settle: [],
    stop: new AbortController(),
  })
  running.set(attachment, one)
  tellSession()
  if (!isPaused) void start(one)
  return one
}

async function start(one: Running): Promise<void> {
  const stop = (one.stop = new AbortController())
  const { signal } = stop
  one.state = 'sending'
  one.reason = ''
  try {
    if (!one.address) one.address = await files.begin(one.task, one.file.name, one.file.size, signal)
    void keep(one)
    await sendFile(sourceOf(one.file), one.address, {
      wire: files,
      signal,
      onSent(bytes) {
        one.sent = bytes
        one.state = 'sending'
      },
      onWaiting: () => (one.state = 'waiting'),
      pause: untilBack,
    })
    await attach(one)
  } catch (error) {
    if (signal.aborted) return
    one.state = 'failed'
    one.reason = error instanceof Error ? error.message : String(error)
    // It is unknown to the server by now: the next try begins anew.
    if (error instanceof ProblemError && error.status === 404) one.address = ''
  }
}

/** Its command is queued once the bytes are stored (C6). */
async function attach(one: Running): Promise<void> {
  const upload = one.address.split('/').at(-1)!
  const { store, task, attachment } = one
  const result = await store.run({ kind: 'attachment.create', task, attachment, upload }).done
  // A reload came between the answer and its arrival: it is there already.
  const isThere = result.ok || (await files.of(task)).some(({ id }) => id === attachment)
  if (!result.ok && !isThere) throw new ProblemError(result.problem)
  end(one, true)
}

function end(one: Running, isThere: boolean): void {
  running.delete(one.attachment)
  void keptFiles.drop(one.attachment).catch(() => {})
  for (const settle of one.settle) settle(isThere)
}

async function keep({ attachment, store, task, file, address, state }: Running): Promise<void> {
  if (!address) return
  const isPaused = state === 'paused'
  const kept = { id: attachment, person: me(), project: store.id, task, file, address, isPaused }
  await keptFiles.put(kept).catch(() => {})
}
