import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'

/** The ways in which a project's tasks are seen. */
export type View = 'board' | 'list' | 'calendar'

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
  /** Shortcuts of one letter; off for those whom they get in the way of (WCAG 2.1.4). */
  const singleKeys = useLocalStorage('tandem:single-keys', true)
  /** The keys that the person has given actions, by the action's id; none: an empty list. */
  const changedKeys = useLocalStorage<Readonly<Record<string, readonly string[]>>>('tandem:keys', {})
  return {
    changedKeys,
    sidebarWidth,
    sidebarFolded,
    foldedTeams,
    lastViews,
    subtasksHidden,
    cardFields,
    singleKeys,
  }
})
