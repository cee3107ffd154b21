import type { Task } from '@/api/types'
import { boardOf } from '@/sync/testing/world'

/** A task for tests, with what they are about. */
export function taskOf(number: number, facts: Partial<Task> = {}): Task {
  return { ...boardOf(1).tasks[0]!, id: `t${number}`, number, key: `WEB-${number}`, ...facts }
}
