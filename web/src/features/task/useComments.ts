import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { CommandBody, Problem } from '@/api/types'
import { useI18n } from '@/i18n'
import { addToDraft, joined, useDraft } from '@/composables/useDraft'
import { newId } from '@/sync/id'
import type { CommentList, ProjectStore } from '@/stores/project'
import { isArriving } from '@/ui/editor/arriving'
import { arrived, waitingFor } from './files/uploads'

export interface UseCommentsReturn {
  /** What there is to show; while it is loaded again, what was known before stays in it. */
  list: Readonly<ShallowRef<CommentList>>
  /** The last try to load has failed; it is made again with the connection. */
  hasFailed: Readonly<ShallowRef<boolean>>
  /** Loads some of those before, or up to one; without a connection it does nothing. */
  earlier(to?: string): Promise<void>
}

/** The comments on a task: the latest loaded when somebody looks, followed live, and loaded again when the board was. */
export function useComments(store: ProjectStore, task: string): UseCommentsReturn {
  const now = computed(() => store.comments(task).value)
  const list = shallowRef(now.value)
  const hasFailed = shallowRef(false)

  async function load(): Promise<void> {
    hasFailed.value = false
    await store.loadComments(task).catch(() => (hasFailed.value = true))
  }

  watch(now, (after) => (list.value = after.isLoaded ? after : kept(list.value, after)))
  watch(
    () => [now.value.isLoaded, store.connection.value] as const,
    ([isLoaded]) => {
      if (!isLoaded) void load()
    },
    { immediate: true },
  )
  const earlier = (to?: string): Promise<void> => store.loadEarlierComments(task, to).catch(() => {})
  return { list, hasFailed, earlier }
}

function kept(before: CommentList, after: CommentList): CommentList {
  const known = new Set(after.comments.map(({ id }) => id))
  const old = before.comments.filter(({ id }) => !known.has(id) && !before.pending.has(id))
  const { isLoaded, isComplete, since, isGone } = before
  return { ...after, comments: [...old, ...after.comments], isLoaded, isComplete, since, isGone }
}

export interface UseCommentTextReturn {
  /** What is written now; survives closing the panel and the tab. */
  draft: ShallowRef<string>
  isEmpty: ComputedRef<boolean>
  /** Why what was sent last has come back; empty where it has not. */
  reason: Readonly<ShallowRef<string>>
  /** Sends what is written; whether there was anything to send. */
  send(): boolean
}

/** Writing a new comment. What was sent is shown by the list at once; when it is refused it comes back here. */
export function useNewComment(store: ProjectStore, task: string): UseCommentTextReturn {
  const text = (body: string): CommentText => ({ kind: 'comment.create', task, comment: newId(), body })
  return useCommentText(store, `comment:${task}`, text)
}

/** Answering in a thread; each has a draft of its own. */
export function useReply(store: ProjectStore, task: string, parent: string): UseCommentTextReturn {
  const text = (body: string): CommentText => ({
    kind: 'comment.create',
    task,
    comment: newId(),
    body,
    parent,
  })
  return useCommentText(store, `comment-reply:${parent}`, text)
}

/** Commenting on what a film shows: `named` is how a text names the moment. */
export function useMomentComment(
  store: ProjectStore,
  task: string,
  film: string,
  named: () => string,
): UseCommentTextReturn {
  const text = (body: string): CommentText => ({
    kind: 'comment.create',
    task,
    comment: newId(),
    body: `${named()} ${body}`,
  })
  return useCommentText(store, `comment-moment:${film}`, text)
}

/** Changing a comment that is there, while its field is open. */
export function useCommentEdit(
  store: ProjectStore,
  comment: string,
  isWriting: () => boolean,
): UseCommentTextReturn {
  const text = (body: string): CommentText => ({ kind: 'comment.update', comment, body })
  return useCommentText(store, `comment-edit:${comment}`, text, isWriting)
}

type CommentText = Extract<CommandBody, { kind: 'comment.create' | 'comment.update' }>

function useCommentText(
  store: ProjectStore,
  key: string,
  textOf: (body: string) => CommentText,
  isWriting = () => true,
): UseCommentTextReturn {
  const { t } = useI18n()
  const draft = useDraft(key)
  const reason = shallowRef('')
  const isEmpty = computed(() => draft.value.trim() === '')
  let isOpen = true
  onScopeDispose(() => (isOpen = false))

  function send(): boolean {
    if (isEmpty.value) return false
    reason.value = isArriving(draft.value) ? t('task.comments.arriving') : ''
    if (reason.value) return false
    const body = draft.value.trim()
    draft.value = ''
    void run(body)
    return true
  }

  function commandOf(body: string): CommentText {
    const files = waitingFor(body)
    return { ...textOf(body), ...(files.length > 0 && { files }) }
  }

  async function run(body: string): Promise<void> {
    const command = commandOf(body)
    const result = await store.run(command).done
    if (result.ok) return arrived(command.files ?? [])
    // What has been written meanwhile stays where the caret is: the text comes back behind it.
    if (isOpen) draft.value = joined(draft.value, body)
    else addToDraft(key, body)
    reason.value = inWords(result.problem)
  }

  onScopeDispose(store.onLeaving(giveAway))
  function giveAway(): CommandBody | null {
    const body = draft.value.trim()
    if (!isWriting() || !body) return null
    draft.value = ''
    return commandOf(body)
  }

  return { draft, isEmpty, reason, send }
}

function inWords({ detail, errors = [] }: Problem): string {
  return errors.length > 0 ? errors.map((error) => error.detail).join(' ') : detail
}
