import { Link, Pencil, Quote, Reply, Trash2 } from '@lucide/vue'
import { computed, type ComputedRef } from 'vue'
import { useUndo } from '@/composables/useUndo'
import { useI18n } from '@/i18n'
import type { Comment } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import { taskHref } from '@/shell/route'
import type { MenuEntry } from '@/ui/menu'
import { toast } from '@/ui/toast'

export interface UseCommentDeedsOptions {
  comment: () => Comment
  /** Why this person may not comment, null when they may. */
  whyNot: () => string | null
  canEdit: () => boolean
  canDelete: () => boolean
  edit: () => void
  reply: () => void
  quote: () => void
  deleted: () => void
}

export interface UseCommentDeedsReturn {
  menu: ComputedRef<MenuEntry[]>
  /**
   * Does what a key on the comment itself stands for; whether it stands for anything, be it not allowed: Delete on
   * somebody's comment must not delete the task.
   */
  onKey(key: string): boolean
}

interface Deed {
  readonly label: string
  readonly icon: typeof Link
  readonly keys?: string
  readonly danger?: boolean
  readonly may: boolean
  readonly run: () => void
}

/** What can be done with a comment, as a menu and by keys. */
export function useCommentDeeds(store: ProjectStore, options: UseCommentDeedsOptions): UseCommentDeedsReturn {
  const { comment, whyNot, canEdit, canDelete, edit, reply, quote, deleted } = options
  const { t } = useI18n()
  const { takeBack } = useUndo(store)

  async function copyLink(): Promise<void> {
    const { id, task } = comment()
    const key = store.task(task)?.key ?? ''
    await navigator.clipboard.writeText(`${location.origin}${taskHref(key)}#comment-${id}`)
    toast(t('talk.linkCopied'))
  }

  function remove(): void {
    const gesture = store.run({ kind: 'comment.delete', comment: comment().id })
    toast(t('talk.deleted'), { undo: () => takeBack(gesture) })
    deleted()
  }

  const deeds = computed((): Deed[] => {
    const may = whyNot() === null
    return [
      { label: t('talk.reply'), icon: Reply, keys: 'r', may, run: reply },
      { label: t('talk.quote'), icon: Quote, keys: 'q', may, run: quote },
      { label: t('talk.copyLink'), icon: Link, keys: 'c', may: true, run: () => void copyLink() },
      { label: t('task.comments.edit'), icon: Pencil, keys: 'e', may: canEdit(), run: edit },
      {
        label: t('task.comments.delete'),
        icon: Trash2,
        keys: 'delete',
        danger: true,
        may: canDelete(),
        run: remove,
      },
    ]
  })
  const menu = computed(() =>
    deeds.value
      .filter(({ may }) => may)
      .map(({ label, icon, keys, danger, run }): MenuEntry => {
        return { label, icon, run, ...(keys && { keys }), ...(danger && { danger }) }
      }),
  )

  function onKey(key: string): boolean {
    const wanted = key === 'backspace' ? 'delete' : key
    const deed = deeds.value.find(({ keys }) => keys === wanted)
    if (deed?.may) deed.run()
    return deed !== undefined
  }

  return { menu, onKey }
}
