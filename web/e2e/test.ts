import { AxeBuilder } from '@axe-core/playwright'
import { test as base, type BrowserContext, type Page } from '@playwright/test'
import { startServer, type Server } from './server'

export { expect } from '@playwright/test'

/** Someone with an account, a browser of their own and a page in it. */
export interface Person {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly id: string
  readonly context: BrowserContext
  readonly page: Page
  /** Calls the API as this person; fails the test unless the answer is 2xx. */
  call<T = unknown>(method: string, path: string, body?: unknown): Promise<T>
}

/** A project with tasks, made through the API. */
export interface Board {
  readonly id: string
  readonly key: string
  readonly team: string
  readonly path: string
  readonly statuses: readonly { id: string; name: string }[]
  readonly tasks: readonly { id: string; key: string; title: string }[]
}

export interface BoardOptions {
  name?: string
  /** Titles for each status, by the status's name. */
  tasks?: Readonly<Record<string, readonly string[]>>
}

type TeamRole = 'owner' | 'admin' | 'member' | 'guest'

interface Fixtures {
  /** Registers so many people; the first is the one that owns what `board` makes. */
  people(count: number): Promise<Person[]>
  /** Another browser of the same person, signed in. */
  another(person: Person): Promise<Person>
  board(owner: Person, options?: BoardOptions): Promise<Board>
  /** Takes somebody into a team, by an invitation. */
  join(owner: Person, person: Person, team: string, role?: TeamRole): Promise<void>
  /** Fails on any violation of WCAG 2.2 A and AA on the page. */
  accessible(page: Page): Promise<void>
}

const names = ['Ada', 'Ben', 'Chris', 'Dana', 'Eli']
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
let unique = 0

export const test = base.extend<Fixtures, { server: Server }>({
  server: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await startServer(['--rate-limit', 'off', '--registration', 'open'])
      await use(server)
      await server.dispose()
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  people: async ({ browser, server, contextOptions }, use, info) => {
    const opened: BrowserContext[] = []
    await use(async (count) => {
      const people: Person[] = []
      for (const name of names.slice(0, count)) {
        const context = await browser.newContext({
          ...contextOptions,
          ...info.project.use,
          baseURL: server.url,
        })
        opened.push(context)
        people.push(await register(context, name))
      }
      return people
    })
    await Promise.all(opened.map((context) => context.close()))
  },

  another: async ({ browser, server, contextOptions }, use, info) => {
    const opened: BrowserContext[] = []
    await use(async (person) => {
      const context = await browser.newContext({
        ...contextOptions,
        ...info.project.use,
        baseURL: server.url,
      })
      opened.push(context)
      await context.addCookies(await person.context.cookies())
      return { ...person, context, page: await context.newPage() }
    })
    await Promise.all(opened.map((context) => context.close()))
  },

  // oxlint-disable-next-line no-empty-pattern
  board: async ({}, use) => use(makeBoard),

  // oxlint-disable-next-line no-empty-pattern
  join: async ({}, use) => use(join),

  // oxlint-disable-next-line no-empty-pattern
  accessible: async ({}, use) =>
    use(async (page) => {
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
      const found = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => n.html).join('\n  ')}`)
      base.expect(found, await page.title()).toEqual([])
    }),
})

async function register(context: BrowserContext, name: string): Promise<Person> {
  const email = `${name.toLowerCase()}.${process.pid}.${++unique}@example.com`
  const password = 'correct horse battery'
  const call: Person['call'] = async (method, path, body) => {
    const answer = await context.request.fetch(path, {
      method,
      ...(body === undefined ? {} : { data: body }),
    })
    const text = await answer.text()
    base.expect(answer.ok(), `${method} ${path} answered ${answer.status()}: ${text}`).toBe(true)
    return text === '' ? undefined : JSON.parse(text)
  }
  const { user } = await call<{ user: { id: string } }>('POST', '/api/auth/register', {
    email,
    name,
    password,
  })
  return { name, email, password, id: user.id, context, page: await context.newPage(), call }
}

async function join(owner: Person, person: Person, team: string, role: TeamRole = 'member'): Promise<void> {
  const { secret } = await owner.call<{ secret: string }>('POST', `/api/teams/${team}/invites`, { role })
  await person.call('POST', `/api/invites/${secret}/accept`)
}

async function makeBoard(owner: Person, options: BoardOptions = {}): Promise<Board> {
  const name = options.name ?? 'Website'
  const { team } = await owner.call<{ team: { id: string } }>('POST', '/api/teams', {
    name: `${owner.name}'s team`,
  })
  const { project } = await owner.call<{ project: Omit<Board, 'tasks' | 'path' | 'team'> }>(
    'POST',
    '/api/projects',
    {
      team: team.id,
      name,
    },
  )
  const tasks: Board['tasks'][number][] = []
  for (const [statusName, titles] of Object.entries(options.tasks ?? {})) {
    const status = project.statuses.find((s) => s.name === statusName)
    base.expect(status, `a status named ${statusName}`).toBeDefined()
    for (const title of titles) {
      const path = `/api/projects/${project.id}/tasks`
      const made = await owner.call<{ task: Board['tasks'][number] }>('POST', path, {
        title,
        status: status?.id,
      })
      tasks.push(made.task)
    }
  }
  return {
    id: project.id,
    key: project.key,
    team: team.id,
    path: `/p/${project.key}`,
    statuses: project.statuses,
    tasks,
  }
}
