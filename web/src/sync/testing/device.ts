import { IDBFactory } from 'fake-indexeddb'
import type { Id } from '@/api/types'
import type { Clock } from '../clock'
import type { Http } from '../http'
import { Local } from '../local/local'
import type { Wire, WireEvents } from '../socket'
import { FakeLocks } from './locks'
import type { Network } from './network'
import { Client, project } from './world'

/** One browser: what it keeps, and the tabs that are open in it. */
export class Device {
  readonly locks = new FakeLocks()
  /** How often a transaction fails, from 0 to 1, as it does where the disk is full. */
  trouble = 0
  private readonly factory = new IDBFactory()

  constructor(
    readonly network: Network,
    readonly actor: Id,
  ) {}

  open(form = 'f1', actor = this.actor): Tab {
    return new Tab(this, actor, form, this.factory)
  }

  /** All rows of a store. */
  async rows<T>(store: string): Promise<T[]> {
    const opening = this.factory.open('tandem', 1)
    await new Promise((resolve) => opening.addEventListener('success', resolve))
    const database = opening.result
    const request = database.transaction(store).objectStore(store).getAll()
    await new Promise((resolve) => request.addEventListener('success', resolve))
    database.close()
    return request.result as T[]
  }

  /** Signing out deletes everything. */
  empty(): void {
    this.factory.deleteDatabase('tandem')
  }
}

/** One tab with the project open. */
export class Tab {
  alive = true
  readonly client: Client
  readonly local: Local
  private readonly running = new Set<IDBTransaction>()

  constructor(
    private readonly device: Device,
    actor: Id,
    form: string,
    factory: IDBFactory,
  ) {
    const { network, locks } = device
    const clock = this.ownClock()
    this.local = new Local({
      factory: this.ownFactory(factory),
      locks: locks.of(this),
      clock,
      form,
      idle: () => Promise.resolve(),
      onFreed: () => this.alive && void this.client.sync.takeOver(),
    })
    const through = {
      clock,
      http: () => this.ownHttp(network.http(actor)),
      open: (events: WireEvents) => this.ownWire(network, events, actor),
    } as unknown as Network
    this.client = new Client(actor, through, async (replica) => this.local.copyOf(actor, project, replica))
  }

  /** Ends in this moment: nothing of it runs any more, and what was being written is not. */
  crash(): void {
    this.alive = false
    for (const transaction of this.running) abort(transaction)
    this.device.locks.end(this)
  }

  private ownClock(): Clock {
    const { clock } = this.device.network
    return {
      ...clock,
      after: (delayMs, callback) => clock.after(delayMs, () => this.alive && callback()),
    }
  }

  private ownHttp(http: Http): Http {
    const gate = async <T>(answer: Promise<T>): Promise<T> => {
      const value = await answer
      return this.alive ? value : new Promise(() => {})
    }
    const never = <T>(): Promise<T> => new Promise(() => {})
    return {
      get: (path) => (this.alive ? gate(http.get(path)) : never()),
      post: (path, body) => (this.alive ? gate(http.post(path, body)) : never()),
    }
  }

  private ownWire(network: Network, events: WireEvents, actor: Id): Wire {
    const wire = network.open(
      {
        onOpen: () => this.alive && events.onOpen(),
        onMessage: (text) => this.alive && events.onMessage(text),
        onClose: (code, reason) => this.alive && events.onClose(code, reason),
      },
      actor,
    )
    return { send: (text) => this.alive && wire.send(text), close: () => wire.close() }
  }

  private ownFactory(factory: IDBFactory): IDBFactory {
    const open = (...args: Parameters<IDBFactory['open']>): IDBOpenDBRequest => {
      const request = factory.open(...args)
      request.addEventListener('success', () => this.watch(request.result))
      return request
    }
    return { open } as IDBFactory
  }

  private watch(database: IDBDatabase): void {
    const begin = database.transaction.bind(database)
    database.transaction = (...args) => {
      if (!this.alive) throw new Error('the page is gone')
      const transaction = begin(...args)
      this.running.add(transaction)
      for (const end of ['complete', 'abort'])
        transaction.addEventListener(end, () => this.running.delete(transaction))
      if (args[1] === 'readwrite' && this.device.network.chance(this.device.trouble))
        setImmediate(() => abort(transaction))
      return transaction
    }
  }
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch {
    // It has ended before.
  }
}
