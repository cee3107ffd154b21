import { CheckCheck, CircleCheckBig, Clock, ListChecks, MailOpen } from '@lucide/vue'
import { nextTick, shallowRef, type ShallowRef } from 'vue'
import { useI18n } from '@/i18n'
import type { InboxState } from '@/api/notifications'
import type { Id } from '@/api/types'
import { holdKeys } from '@/composables/heldKeys'
import { useActions } from '@/composables/useActions'
import type { Action } from '@/stores/actions'
import { keyOf, type Group } from './groups'
import type { UseInboxDeedsReturn } from './useInboxDeeds'

export interface UseInboxKeysOptions {
  groups: () => readonly Group[]
  /** The task on whose row the keyboard is, or was. */
  current: ShallowRef<Id | null>
  focus: (task: Id) => Promise<void>
  part: () => InboxState
  /** The task that stands beside the list. */
  openKey: () => string | null
  /** The keyboard has come to another row. */
  moved: (group: Group) => void
  /** Nothing is left to go to. */
  emptied: () => void
  deeds: UseInboxDeedsReturn
}

export interface UseInboxKeysReturn {
  /** What is being put off, and beside what one chooses until when. */
  readonly snoozing: ShallowRef<{ group: Group; anchor: HTMLElement } | null>
  /** Does something to a group that may leave the list; the focus goes to what takes its place. */
  leave(group: Group, work: () => void): void
}

/** The inbox by the keyboard. */
export function useInboxKeys(options: UseInboxKeysOptions): UseInboxKeysReturn {
  const { groups, current, focus, part, openKey, moved, emptied, deeds } = options
  const { t } = useI18n()
  const snoozing: UseInboxKeysReturn['snoozing'] = shallowRef(null)

  const isSnoozed = (): boolean => part() === 'snoozed'

  const place = (): number => {
    const id = (document.activeElement as HTMLElement | null)?.dataset.told ?? current.value
    return groups().findIndex(({ task }) => task === id)
  }
  const focused = (): Group | undefined => groups()[place()]

  async function go(at: number): Promise<Group | undefined> {
    const group = groups()[Math.min(groups().length - 1, Math.max(0, at))]
    if (!group) return
    current.value = group.task
    await nextTick()
    await focus(group.task)
    return group
  }

  async function walk(at: number): Promise<void> {
    const group = await go(at)
    if (group) moved(group)
  }

  function leave(group: Group, work: () => void): void {
    const at = groups().findIndex(({ task }) => task === group.task)
    const wasOpen = keyOf(group) === openKey()
    work()
    void nextTick(() => {
      if (!wasOpen) return void go(at)
      return groups().length > 0 ? void walk(at) : emptied()
    })
  }

  async function snooze(): Promise<void> {
    const group = focused()!
    if (isSnoozed()) return leave(group, () => deeds.unsnooze(group))
    await go(place())
    snoozing.value = { group, anchor: document.activeElement as HTMLElement }
    holdKeys()
  }

  const section = t('inbox.section')
  const step = (id: string, label: string, keys: string | readonly string[], to: () => number): Action => ({
    id: `inbox.${id}`,
    label,
    section,
    keys,
    keyOnly: true,
    when: isHere,
    run: () => void walk(to()),
  })
  const deed = (
    id: string,
    label: string,
    keys: string | readonly string[],
    icon: NonNullable<Action['icon']>,
    run: (group: Group) => void,
  ): Action => ({
    id: `inbox.${id}`,
    label,
    section,
    keys,
    icon,
    when: () => focused() !== undefined,
    run: () => run(focused()!),
  })
  useActions(() => [
    step('next', t('inbox.next'), ['down', 'j'], () => place() + 1),
    step('previous', t('inbox.previous'), ['up', 'k'], () => place() - 1),
    step('first', t('inbox.first'), 'home', () => 0),
    step('last', t('inbox.last'), 'end', () => groups().length - 1),
    deed('done', t('inbox.done'), ['e', 'd'], CircleCheckBig, (group) =>
      leave(group, () => deeds.finish(group)),
    ),
    deed('snooze', t(isSnoozed() ? 'inbox.unsnooze' : 'inbox.snooze'), 'h', Clock, () => void snooze()),
    deed('unread', `${t('inbox.setUnread')} / ${t('inbox.read')}`, 'u', MailOpen, (group) =>
      deeds.setRead(group, group.isUnread),
    ),
    {
      id: 'inbox.read-all',
      label: t('inbox.readAll'),
      section,
      keys: 'shift+u',
      icon: CheckCheck,
      when: () => groups().some(({ isUnread }) => isUnread),
      run: deeds.readAll,
    },
    {
      id: 'inbox.finish-all',
      label: t('inbox.finishAll'),
      section,
      keys: 'shift+e',
      icon: ListChecks,
      when: () => part() === 'inbox' && groups().length > 0,
      run: () => void deeds.finishAll(),
    },
  ])
  return { snoozing, leave }
}

/** The focus is on the page, not in something that has keys of its own. */
function isHere(): boolean {
  const element = document.activeElement as HTMLElement | null
  return !element || element === document.body || element.id === 'main' || element.dataset.told !== undefined
}
