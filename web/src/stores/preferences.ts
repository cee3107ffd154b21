import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'

/** The ways in which a project's tasks are seen. */
export type View = 'board' | 'list' | 'calendar'

/** A task as it was called when it was opened. */
export interface RecentTask {
  readonly key: string
  readonly title: string
}

/** What a person has set on this device. */
export const usePreferences = defineStore('preferences', () => {
  const sidebarWidth = useLocalStorage('tandem:sidebar-width', 232)
  const sidebarFolded = useLocalStorage('tandem:sidebar-folded', false)
  /** Ids of the teams whose projects are not listed in the sidebar. */
  const foldedTeams = useLocalStorage<readonly string[]>('tandem:folded-teams', [])
  /** The view in which each project was last looked at, by project id. */
  const lastViews = useLocalStorage<Readonly<Record<string, View>>>('tandem:last-views', {})
  /** Projects whose boards leave subtasks to the cards of the tasks that they are part of, by project id. */
  const subtasksHidden = useLocalStorage<Readonly<Record<string, boolean>>>('tandem:subtasks-hidden', {})
  /** Ids of the custom fields that stand on the cards of a project, by project id. */
  const cardFields = useLocalStorage<Readonly<Record<string, readonly string[]>>>('tandem:card-fields', {})
  /** The tasks that were opened last, newest first, by who opened them; forgotten when they sign out. */
  const recentTasks = useLocalStorage<Readonly<Record<string, readonly RecentTask[]>>>(
    'tandem:recent-tasks',
    {},
  )
  /** The project in which somebody has last made a task without being in one; none: an empty text. */
  const addsTo = useLocalStorage('tandem:adds-to', '')
  /** Shortcuts of one letter; off for those whom they get in the way of (WCAG 2.1.4). */
  const singleKeys = useLocalStorage('tandem:single-keys', true)
  /** What is shown below a task: what was said, what happened, or both. */
  const taskTalk = useLocalStorage<'all' | 'comments' | 'activity'>('tandem:task-talk', 'all')
  /** The keys that the person has given actions, by the action's id; none: an empty list. */
  const changedKeys = useLocalStorage<Readonly<Record<string, readonly string[]>>>('tandem:keys', {})
  return {
    recentTasks,
    addsTo,
    changedKeys,
    sidebarWidth,
    sidebarFolded,
    foldedTeams,
    lastViews,
    subtasksHidden,
    cardFields,
    singleKeys,
    taskTalk,
  }
})
