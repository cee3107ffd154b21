// @vitest-environment node
import { expect, it } from 'vitest'
import { effectScope, nextTick, watchEffect } from 'vue'
import type { Id, Task } from '@/api/types'
import { taskId, taskOf } from '@/sync/testing/world'
import { SubtaskIndex } from './subtasks'

function indexOf(...list: Task[]) {
  const tasks = new Map(list.map((task) => [task.id, task]))
  const index = new SubtaskIndex(() => tasks)
  function set(id: Id, changes: Partial<Task> | null): void {
    const before = tasks.get(id)
    const after = changes === null ? undefined : { ...(before ?? taskOf(0)), ...changes, id }
    if (after) tasks.set(id, after)
    else tasks.delete(id)
    index.update(id, before, after)
  }
  return { tasks, index, set }
}

const at = '2026-11-26T10:00:00.000Z'

it('counts the subtasks of a task and those done, and follows each change', () => {
  const { index, set } = indexOf(taskOf(0), taskOf(1, { parent: taskId(0) }), taskOf(2))
  const of = index.of(taskId(0))
  expect(of.value).toEqual({ ids: [taskId(1)], done: 0 })
  set(taskId(1), { completedAt: at })
  expect(of.value.done).toBe(1)
  set(taskId(2), { parent: taskId(0) })
  expect(of.value.ids).toEqual([taskId(1), taskId(2)])
  set(taskId(1), { archivedAt: at })
  expect(of.value).toEqual({ ids: [taskId(2)], done: 0 })
  set(taskId(2), null)
  expect(of.value.ids).toEqual([])
})

it('is a part only of a task that is here and not archived', () => {
  const { index, set } = indexOf(taskOf(0), taskOf(1, { parent: taskId(0) }))
  expect(index.isPart(taskId(1))).toBe(true)
  set(taskId(0), { archivedAt: at })
  expect(index.isPart(taskId(1))).toBe(false)
  set(taskId(0), { archivedAt: null })
  set(taskId(1), { parent: null })
  expect(index.isPart(taskId(1))).toBe(false)
})

it('runs nobody again for a change of something else', async () => {
  const { index, set } = indexOf(taskOf(0), taskOf(1, { parent: taskId(0) }))
  let runs = 0
  const scope = effectScope()
  scope.run(() =>
    watchEffect(() => {
      runs++
      void index.of(taskId(0)).value
      void index.isPart(taskId(1))
    }),
  )
  set(taskId(1), { title: 'Another title' })
  await nextTick()
  expect(runs).toBe(1)
  set(taskId(1), { completedAt: at })
  await nextTick()
  expect(runs).toBe(2)
  scope.stop()
})

it('says the same as counting all, whatever happens', () => {
  const { tasks, index, set } = indexOf()
  let seed = 7
  const draw = (n: number): number => (seed = (seed * 48271) % 2147483647) % n
  for (let i = 0; i < 2_000; i++) {
    const id = taskId(draw(20))
    const parent = draw(3) ? taskId(draw(5)) : null
    const changes = { parent, completedAt: draw(2) ? at : null, archivedAt: draw(4) ? null : at }
    set(id, draw(8) ? changes : null)
    if (draw(50) === 0) index.reset()
    const wanted = taskId(draw(5))
    const all = [...tasks.values()].filter((task) => task.parent === wanted && !task.archivedAt)
    const found = index.of(wanted).value
    expect([...found.ids].toSorted(), `after step ${i}`).toEqual(all.map((task) => task.id).toSorted())
    expect(found.done, `after step ${i}`).toBe(all.filter((task) => task.completedAt).length)
  }
})
