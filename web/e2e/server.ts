import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const binary = fileURLToPath(new URL('../../bin/tandem', import.meta.url))

/** The real binary on a port and a data folder of its own. */
export interface Server {
  readonly url: string
  /** Starts it again after `stop`, on the same port and data. */
  start(): Promise<void>
  /** Ends it as an operator would (SIGTERM), or as a crash would. */
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Ends it and removes its data. */
  dispose(): Promise<void>
}

/**
 * Makes a server and starts it; `flags` are added to those that tests need.
 * `prepare` may fill the data folder first, by arguments for the program such as `demo`.
 */
export async function startServer(
  flags: readonly string[] = [],
  prepare?: readonly string[],
): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), 'tandem-e2e-'))
  const kept = ['--data', data, ...database()]
  if (prepare) execFileSync(binary, [...prepare, ...kept], { stdio: ['ignore', 'ignore', 'inherit'] })
  const addr = `127.0.0.1:${await freePort()}`
  const url = `http://${addr}`
  let child: ChildProcess | undefined
  let said = ''
  const note = (chunk: Buffer): void => void (said += chunk.toString())

  async function start(): Promise<void> {
    child = spawn(binary, ['serve', '--addr', addr, '--admin-addr', '', ...kept, ...flags])
    child.stdout?.on('data', note)
    child.stderr?.on('data', note)
    const deadline = Date.now() + 15_000
    while (!(await answers(`${url}/healthz`))) {
      if (Date.now() > deadline || child.exitCode !== null)
        throw new Error(`the server did not start:\n${said}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  async function dispose(): Promise<void> {
    await stop('SIGKILL')
    await rm(data, { recursive: true, force: true })
  }

  await start()
  return { url, start, stop, dispose }
}

/** A new database of the MongoDB server that TANDEM_TEST_MONGO names; none: the embedded one. */
function database(): string[] {
  const server = process.env['TANDEM_TEST_MONGO']
  return server ? ['--database', `${server}/e2e_${randomUUID()}`] : []
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}
