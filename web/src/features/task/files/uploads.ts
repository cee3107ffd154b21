import { computed, markRaw, shallowReactive } from 'vue'
import { contentOf, files } from '@/api/files'
import { ProblemError } from '@/api/problem'
import type { Id, Uploaded } from '@/api/types'
import { isInDraft } from '@/composables/useDraft'
import { newId } from '@/sync/id'
import { sendFile, sourceOf, untilBack } from '@/sync/sendFile'
import type { ProjectStore } from '@/stores/project'
import { useSession } from '@/stores/session'
import { showFromServer, showLocally } from '@/ui/editor/local'
import { type KeptFile, keptFiles } from './keptFiles'

/** A file on its way to a task, or to a comment on it. `attachment` is the id that it will have there. */
export interface Upload {
  readonly attachment: Id
  readonly task: Id
  readonly file: File
  sent: number
  state: 'sending' | 'waiting' | 'paused' | 'failed' | 'stored'
  /** Why it failed, in a sentence for people. */
  reason: string
}

interface Running extends Upload {
  address: string
  store: ProjectStore
  /** Stored, it waits for the comment with which it is sent. */
  waits: boolean
  stop: AbortController
  settle: ((isThere: boolean) => void)[]
}

// Of this tab: they go on while other tasks are looked at.
const running = shallowReactive(new Map<Id, Running>())

/** Those on their way to a task, in the order in which they began. */
export function uploadsTo(task: Id) {
  return computed(() => [...running.values()].filter((one) => one.task === task && one.state !== 'stored'))
}

/** Begins to send files; each is attached once its bytes are there. */
export function upload(store: ProjectStore, task: Id, list: readonly File[]): Upload[] {
  return list.map((file) => begin(store, task, file, false))
}

const begin = (store: ProjectStore, task: Id, file: File, waits: boolean): Running =>
  add({ store, task, file, attachment: newId(), address: '', isPaused: false, waits })

/**
 * Sends one, and gives the address at which it can be read; null where it was given up. One that waits can be read
 * once the comment is there with which it comes.
 */
export async function uploadOne(
  store: ProjectStore,
  task: Id,
  file: File,
  waits: boolean,
): Promise<string | null> {
  const one = begin(store, task, file, waits)
  const isThere = await new Promise<boolean>((resolve) => one.settle.push(resolve))
  return isThere ? pathOf(one) : null
}

const pathOf = ({ attachment }: Upload): string => contentOf({ id: attachment })

/** The files that a text speaks of and that wait for it to be sent. */
export function waitingFor(text: string): Uploaded[] {
  const named = [...running.values()].filter((one) => one.waits && one.address && text.includes(pathOf(one)))
  return named.map((one) => ({ attachment: one.attachment, upload: uploadIn(one) }))
}

/** They have come with what was sent. */
export function arrived(files: readonly Uploaded[]): void {
  for (const { attachment } of files) {
    const one = running.get(attachment ?? '')
    if (one) end(one, true)
  }
}

/** Goes on with what a reload has broken off. */
export async function goOn(store: ProjectStore, task: Id): Promise<void> {
  const kept = await keptFiles.of(me()).catch(() => [])
  for (const one of kept)
    if (one.task === task && one.project === store.id && !running.has(one.id)) again(store, one)
}

/** What waited for a text that was given up is let go; the server forgets it by itself. */
function again(store: ProjectStore, kept: KeptFile): void {
  const { id, waits = false } = kept
  if (waits && !isInDraft(contentOf({ id }))) return void keptFiles.drop(id).catch(() => {})
  add({ ...kept, store, attachment: id, waits })
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
    // What is stored is counted with the draft that speaks of it.
    unsent: () => [...running.values()].filter(({ state }) => state !== 'stored').length,
    async clear() {
      for (const one of running.values()) cancel(one)
    },
  })
}

const me = (): Id => useSession().user?.id ?? ''

function add(
  from: Pick<Running, 'store' | 'task' | 'file' | 'attachment' | 'address' | 'waits'> & { isPaused: boolean },
): Running {
  const { store, task, file, attachment, address, isPaused, waits } = from
  const one: Running = shallowReactive({
    task,
    file,
    attachment,
    address,
    waits,
    store: markRaw(store),
    state: isPaused ? 'paused' : 'sending',
    reason: '',
    sent: 0,
    settle: [],
    stop: new AbortController(),
  })
  running.set(attachment, one)
  tellSession()
  if (waits) showLocally(pathOf(one), file)
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
    if (one.waits) settle(one)
    else await attach(one)
  } catch (error) {
    if (signal.aborted) return
    one.state = 'failed'
    one.reason = error instanceof Error ? error.message : String(error)
    // It is unknown to the server by now: the next try begins anew.
    if (error instanceof ProblemError && error.status === 404) one.address = ''
  }
}

/** What is to come with a comment has done its part. */
function settle(one: Running): void {
  one.state = 'stored'
  for (const tell of one.settle.splice(0)) tell(true)
}

const uploadIn = ({ address }: Running): Id => address.split('/').at(-1)!

/** Its command is queued once the bytes are stored (C6). */
async function attach(one: Running): Promise<void> {
  const upload = uploadIn(one)
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
  showFromServer(pathOf(one))
  for (const tell of one.settle.splice(0)) tell(isThere)
}

async function keep({ attachment, store, task, file, address, state, waits }: Running): Promise<void> {
  if (!address) return
  const isPaused = state === 'paused'
  const kept = { id: attachment, person: me(), project: store.id, task, file, address, isPaused, waits }
  await keptFiles.put(kept).catch(() => {})
}
