import { shallowRef, watch, type ShallowRef } from 'vue'
import type { ListModel } from './useListModel'

/** The tasks that the next deed is about, by id: a task in two groups is selected once. */
export interface ListSelection {
  readonly ids: Readonly<ShallowRef<ReadonlySet<string>>>
  /** Takes one in or out; the next `extendTo` begins at its row. */
  toggle(row: string): void
  /** Everything from where the selection began to this row, in place of what the last one took in. */
  extendTo(row: string): void
  all(): void
  clear(): void
  /** In the order of the list, each once. */
  inOrder(): string[]
}

export function useListSelection(model: Readonly<ShallowRef<ListModel>>): ListSelection {
  const ids = shallowRef<ReadonlySet<string>>(new Set())
  let anchor: string | null = null
  /** What was selected before the last stretch. */
  let before: ReadonlySet<string> = new Set()

  function toggle(row: string): void {
    const task = taskOf(row)
    if (!task) return
    const next = new Set(ids.value)
    if (!next.delete(task)) next.add(task)
    ids.value = before = next
    anchor = row
  }

  function taskOf(row: string): string | undefined {
    const index = model.value.indexOf(row)
    return index === undefined ? undefined : model.value.rows[index]!.task
  }

  function extendTo(row: string): void {
    const to = model.value.indexOf(row)
    if (to === undefined) return
    if (anchor === null || model.value.indexOf(anchor) === undefined) anchor = row
    const from = model.value.indexOf(anchor)!
    const stretch = model.value.rows.slice(Math.min(from, to), Math.max(from, to) + 1)
    ids.value = new Set([...before, ...stretch.flatMap(({ task }) => task || [])])
  }

  function set(next: ReadonlySet<string>): void {
    ids.value = before = next
    anchor = null
  }

  // What is deleted, archived or filtered away is selected no more: a deed must not reach what nobody sees.
  watch(model, ({ has }) => {
    if ([...ids.value].every(has)) return
    ids.value = before = new Set([...ids.value].filter(has))
  })

  return {
    ids,
    toggle,
    extendTo,
    all: () => set(new Set(model.value.groups.flatMap(({ tasks }) => tasks))),
    clear: () => set(new Set()),
    inOrder() {
      const listed = model.value.groups.flatMap(({ tasks }) => tasks.filter((id) => ids.value.has(id)))
      return [...new Set(listed)]
    },
  }
}
