/** Which tasks have comments that one has not read. Kept by `unread`, which is loaded later; what shows a dot looks here. */
import { shallowRef } from 'vue'
import type { Id, Instant } from '@/api/types'

/** By task, of all projects that were looked at: up to when one has read; null: nothing yet. */
export const unreadMarks = shallowRef<ReadonlyMap<Id, Instant | null>>(new Map())
