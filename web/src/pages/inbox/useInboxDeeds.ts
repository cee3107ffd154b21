import { useI18n } from '@/i18n'
import type { InboxChange } from '@/api/notifications'
import type { Instant } from '@/api/types'
import { useAnnounce } from '@/composables/useAnnounce'
import type { UseInboxReturn } from '@/stores/inbox'
import { toast } from '@/ui/toast'
import { keyOf, type Group } from './groups'
import { useInboxWords } from './useInboxWords'

export interface UseInboxDeedsReturn {
  /** Done; what is done goes back to the inbox. */
  finish(group: Group): void
  /** What is snoozed comes back at once. */
  unsnooze(group: Group): void
  snooze(group: Group, until: Instant): void
  setRead(group: Group, read: boolean): void
  /** Opening it says nothing, and is not undone. */
  opened(group: Group): void
  readAll(): void
  /** All that is in the inbox, also what is not shown yet. */
  finishAll(): Promise<void>
}

/** What one does to all that was told about a task; it can be taken back. */
export function useInboxDeeds(inbox: UseInboxReturn): UseInboxDeedsReturn {
  const { t } = useI18n()
  const { announce } = useAnnounce()
  const { inWords } = useInboxWords()

  function change({ items }: Group, wish: InboxChange, words: string): void {
    const undo = inbox.change(items, wish)
    announce(words)
    toast(words, { undo })
  }

  return {
    finish(group) {
      const isDone = inbox.state.value === 'done'
      change(
        group,
        { done: !isDone },
        t(isDone ? 'inbox.did.undone' : 'inbox.did.done', { key: keyOf(group) }),
      )
    },
    unsnooze: (group) =>
      change(group, { snoozedUntil: null }, t('inbox.did.unsnoozed', { key: keyOf(group) })),
    snooze(group, until) {
      const when = inWords(Date.parse(until))
      change(group, { snoozedUntil: until }, t('inbox.did.snoozed', { key: keyOf(group), when }))
    },
    setRead(group, read) {
      inbox.change(group.items, { read })
      announce(t(read ? 'inbox.did.read' : 'inbox.did.unread', { key: keyOf(group) }))
    },
    opened({ items }) {
      const unread = items.filter(({ readAt }) => !readAt)
      if (unread.length > 0) inbox.read(unread)
    },
    readAll() {
      inbox.readAll()
      announce(t('inbox.did.allRead'))
    },
    async finishAll() {
      const undo = await inbox.finishAll()
      if (!undo) return
      announce(t('inbox.did.allDone'))
      toast(t('inbox.did.allDone'), { undo })
    },
  }
}
