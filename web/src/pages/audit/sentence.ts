import type { AuditRecord } from '@/api/types'
import { useI18n, type MessageKey } from '@/i18n'

const own: Readonly<Record<string, string>> = {
  'password.changed': 'changedOwn',
  'seat.changed': 'changedOwn',
  'seat.removed': 'removedOwn',
}
const changes: readonly string[] = ['from', 'to', 'role']

/** All kinds of records, by what they are about. */
export const kindsOf: Readonly<Record<string, readonly string[]>> = {
  session: ['session.created', 'session.refused', 'session.ended'],
  account: ['account.created', 'account.disabled', 'account.enabled', 'account.updated', 'password.changed'],
  team: ['team.created', 'team.renamed', 'team.deleted', 'seat.changed', 'seat.removed'],
  invite: ['invite.created', 'invite.accepted', 'invite.declined', 'invite.revoked'],
  token: ['token.created', 'token.deleted'],
  project: [
    'project.created',
    'project.deleted',
    'project.restored',
    'project.archived',
    'project.unarchived',
    'project.visibility',
  ],
  member: ['member.changed', 'member.removed'],
  link: ['link.created', 'link.changed', 'link.removed', 'link.opened', 'link.refused'],
  access: ['access.refused'],
  audit: ['audit.exported'],
}

/** A record as a sentence: "Ada made Ben an admin". `nameOf` knows people by their id. */
export function sentenceOf(record: AuditRecord, nameOf: (user: string) => string | undefined): string {
  const { t } = useI18n()
  const { kind, actor, actorName, subject, detail } = record
  const operator = detail.by === 'operator' ? t('audit.operator') : t('audit.somebody')
  const values: Record<string, unknown> = {
    ...inWords(detail),
    kind,
    actor: actorName ?? (actor && nameOf(actor)) ?? operator,
    subject: record.subjectName ?? ((subject && nameOf(subject)) || t('audit.someone')),
    project: record.projectName ?? t('audit.aProject'),
  }
  const known = Object.values(kindsOf).some((kinds) => kinds.includes(kind))
  return t(
    known ? (`audit.says.${kind.split('.')[0]!}.${verbOf(record)}` as MessageKey) : 'audit.says.other',
    values,
  )
}

/** What somebody does to themselves has words of its own. */
function verbOf({ kind, actor, subject, detail }: AuditRecord): string {
  const verb = kind.split('.')[1]!
  const isOwn = actor !== null && actor === subject
  if (kind === 'session.ended' && isOwn) return 'allBut' in detail ? 'endedOthers' : 'endedOwn'
  if (kind === 'access.refused' && Number(detail.count ?? 1) <= 1) return 'refusedOnce'
  return (isOwn && own[kind]) || verb
}

/** Roles are told with their article; names that changed, by the new one. */
function inWords(detail: Record<string, unknown>): Record<string, unknown> {
  const { t } = useI18n()
  const words: Record<string, unknown> = { name: '', from: '', to: '', role: '', route: '', count: 1 }
  for (const [member, value] of Object.entries(detail)) {
    const role = changes.includes(member) && t(`audit.roles.${String(value)}` as MessageKey)
    const isRole = role && !role.startsWith('audit.')
    words[member] = isRole ? role : ((value as { to?: unknown } | null)?.to ?? value ?? '')
  }
  return words
}
