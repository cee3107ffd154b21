import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { useRoute } from 'vue-router'
import { CircleDot, MessageSquare, SquareKanban } from '@lucide/vue'
import { request } from '@/api/client'
import { search } from '@/api/search'
import type { Found, Task } from '@/api/types'
import { findTasks } from '@/project/search'
import { acquire } from '@/stores/openProjects'
import { useSession } from '@/stores/session'
import type { Option } from '@/ui/option'
import { projectKeyOf } from '../route'

const debounceMs = 150
const most = 12

/**
 * What a search finds: tasks of the project that is open, at once and from this device, then whatever else the person
 * may see, from the server. Each is an option whose value is an address, `/t/WEB-12`.
 */
export function useFound(query: Readonly<Ref<string>>): Readonly<ShallowRef<readonly Option[]>> {
  const route = useRoute()
  const session = useSession()
  const found = shallowRef<readonly Option[]>([])
  let asked: AbortController | null = null
  onScopeDispose(() => asked?.abort())

  function local(text: string): Option[] {
    const here = session.projectByKey(projectKeyOf(route) ?? '')
    if (!here) return []
    const { store, release } = acquire(here.id)
    const tasks: Readonly<Task>[] = []
    store.search((task) => !task.archivedAt && tasks.push(task) < 0)
    release()
    return findTasks(tasks, text, most).map(({ task }) => optionOf(task, text))
  }

  const ask = useDebounceFn(async (text: string) => {
    if (text !== query.value) return
    asked?.abort()
    asked = new AbortController()
    // Without an answer what was found here stays.
    const items = await search(text, asked.signal).catch(() => null)
    if (!items || text !== query.value) return
    const known = new Set(found.value.map(({ value }) => value))
    const more = items
      .flatMap((item) => foundOption(item, text) ?? [])
      .filter(({ value }) => !known.has(value))
    found.value = [...found.value, ...more]
  }, debounceMs)

  watch(query, (now) => {
    const text = now.trim()
    found.value = text ? local(text) : []
    if (text) void ask(now)
  })
  return found
}

/** `keywords` are what was typed: the search has the last word on what fits, not the list. */
function optionOf(task: Pick<Task, 'key' | 'title'>, typed: string): Option {
  return { value: `/t/${task.key}`, label: task.title, hint: task.key, icon: CircleDot, keywords: typed }
}

function foundOption({ type, task, project, comment, excerpt }: Found, typed: string): Option | null {
  if (type === 'task' && task) return optionOf(task, typed)
  if (type === 'project' && project)
    return {
      value: `/p/${project.key}`,
      label: project.name,
      hint: project.key,
      icon: SquareKanban,
      keywords: typed,
    }
  if (!comment) return null
  const label = (excerpt ?? []).map(({ text }) => text).join('')
  return { value: `comment:${comment.task}`, label, icon: MessageSquare, keywords: typed }
}

/** Where an option leads; a comment to its task, which is asked for its key. */
export async function addressOf(value: string): Promise<string | null> {
  const task = value.startsWith('comment:') ? value.slice('comment:'.length) : null
  if (!task) return value.startsWith('/') ? value : null
  const answer = await request<{ task: Task }>('GET', `/tasks/${task}`).catch(() => null)
  return answer && `/t/${answer.task.key}`
}
