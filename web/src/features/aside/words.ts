import { useI18n, type MessageKey } from '@/i18n'
import type { SetAside } from '@/stores/aside'

const single: readonly string[] = ['title', 'description', 'archived']

/** What an edit was, in words, and the task that it was about: "New title", "WEB-3 Order the flour". */
export function inWords({ commands, task, status }: SetAside): { what: string; task: string } {
  return { what: whatOf(commands[0]!, status), task: task ? `${task.key} ${task.title}`.trim() : '' }
}

/** The whole of an edit as text, to be pasted anywhere. */
export function asText(edit: SetAside): string {
  const { what, task } = inWords(edit)
  return [task ? `${task}: ${what}` : what, edit.text].filter(Boolean).join('\n')
}

function whatOf(command: SetAside['commands'][number], status: string | null): string {
  const { t } = useI18n()
  const { kind } = command
  if (kind === 'task.update') return changesOf(command)
  if (!kind.startsWith('task.') && !kind.startsWith('comment.')) return t('aside.what.project')
  return t(`aside.what.${kind}` as MessageKey, { status: status ?? '' })
}

function changesOf(command: object): string {
  const { t } = useI18n()
  const fields = Object.keys(command).filter((name) => !['kind', 'task', 'baseSeq', 'next'].includes(name))
  if (fields.length === 1 && single.includes(fields[0]!)) return t(`aside.what.${fields[0]!}` as MessageKey)
  const names = fields.map((name) => t(`aside.fields.${fieldOf(name)}` as MessageKey))
  return t('aside.what.other', { fields: [...new Set(names)].join(', ') })
}

/** Lists change by additions and removals: `addLabels` is about `labels`. */
function fieldOf(name: string): string {
  const list = /^(?:add|remove)([A-Z]\w*)$/.exec(name)?.[1]
  return list ? list[0]!.toLowerCase() + list.slice(1) : name
}
