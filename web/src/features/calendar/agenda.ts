/** The calendar as a list of days, for narrow screens. */
import type { Day } from '@/ui/day'
import { byOrder, type Item } from './items'

export type AgendaRow =
  | { readonly type: 'day'; readonly key: string; readonly day: Day }
  | { readonly type: 'task'; readonly key: string; readonly id: string; readonly day: Day }
  | { readonly type: 'none'; readonly key: string; readonly day: Day }

/**
 * The days on which something begins or is due, in order, and today in any case. What lasts longer stands on its first
 * and its last day, and on today if that lies between: not on each of a hundred.
 */
export function agendaOf(items: Iterable<Item>, today: Day): AgendaRow[] {
  const byDay = new Map<Day, Item[]>([[today, []]])
  const put = (day: Day, item: Item) => {
    const list = byDay.get(day)
    if (list) list.push(item)
    else byDay.set(day, [item])
  }
  for (const item of items) {
    const { from, to } = item.span
    for (const day of new Set([from, to, ...(from < today && today < to ? [today] : [])])) put(day, item)
  }
  return [...byDay.keys()].toSorted().flatMap((day): AgendaRow[] => {
    const here = byDay.get(day)!.toSorted(byOrder)
    const tasks = here.map(({ id }): AgendaRow => ({ type: 'task', key: `${day}:${id}`, id, day }))
    return [{ type: 'day', key: day, day }, ...(tasks.length > 0 ? tasks : [none(day)])]
  })
}

const none = (day: Day): AgendaRow => ({ type: 'none', key: `${day}:none`, day })
