import type { CommandBody, Member } from '@/api/types'
import { addTexts, useI18n } from '@/i18n'
import { undo as texts } from '@/i18n/en/undo'
import { useSession } from '@/stores/session'
import type { TakenBack } from '@/stores/project'
import { toast, toastProblem } from '@/ui/toast'
import { useAnnounce } from './useAnnounce'

addTexts({ undo: texts })

type Members = ReadonlyMap<string, Member>
type Kept = TakenBack['kept'][number]
type PartsOf<K> = K extends `${infer Thing}.${infer Deed}` ? [Thing, Deed] : never
type Kind = PartsOf<CommandBody['kind']>[0]
type Verb = PartsOf<CommandBody['kind']>[1]
type Named = Partial<Record<'key' | 'title' | 'name', string>> & { user?: { name: string } }

// More names than these are counted.
const mostNamed = 5

/** Says what became of an undo or a redo: aloud where all went well, in a notice where something stays. */
export function sayTakenBack(taken: TakenBack | null, how: 'undo' | 'redo', members: Members): void {
  const { t } = useI18n()
  if (!taken) return void toast(t(`undo.${how}.none`))
  const { whyNot, kept, commands } = taken
  if (whyNot !== null) toastProblem(t(`undo.${how}.not`, { what: whatOf(taken) }), { detail: whyNot })
  else if (kept.length === 0) useAnnounce().announce(t(`undo.${how}.done`))
  else if (commands.length === 0) toastProblem(titleOf(taken), { detail: reasonOf(kept, members) })
  else toast(titleOf(taken), { detail: reasonOf(kept, members) })
}

function titleOf(taken: TakenBack): string {
  const { t } = useI18n()
  const { how, done, kept, commands } = taken
  if (commands.length === 0) return t(`undo.${how}.not`, { what: whatOf(taken) })
  if (done === 0) return t(`undo.${how}.partly`, { what: whatOf(taken) })
  return t(`undo.${how}.some`, { done }, kept.length)
}

/** "moving WEB-12", "deleting 3 tasks". */
function whatOf({ about, done, kept }: TakenBack): string {
  const { t } = useI18n()
  const [kind, verb] = about.kind.split('.') as [Kind, Verb]
  const count = kind === 'task' ? done + kept.length : 1
  const thing = t(`undo.thing.${kind}`, { name: nameOf(about.record) }, count)
  return t(`undo.verb.${verb}`, { thing })
}

function nameOf(record: object | undefined): string {
  const { key, title, name, user } = (record ?? {}) as Named
  return key || title || name || user?.name || ''
}

function reasonOf(kept: readonly Kept[], members: Members): string {
  const { t } = useI18n()
  const [first] = kept
  const by = new Set(kept.map((one) => one.by))
  const isSame = kept.every(({ gone, by: whose }) => gone === first!.gone && whose === first!.by)
  if (first!.gone && isSame) return t(`undo.gone.${first!.gone}`, { who: whoOf(first!.by, members) })
  const why = first!.why === 'deleted' ? 'deleted' : 'changed'
  if (kept.length === 1) return t(`undo.because.${why}`, { who: whoOf(first!.by, members) })
  const who = by.size === 1 && first!.by !== null ? whoOf(first!.by, members) : t('undo.who.others')
  return t('undo.stay', { who, things: listed(kept) })
}

function whoOf(user: string | null, members: Members): string {
  const { t } = useI18n()
  if (user !== null && user === useSession().user?.id) return t('undo.who.me')
  return members.get(user ?? '')?.user.name ?? t('undo.who.someone')
}

function listed(kept: readonly Kept[]): string {
  const { t, locale } = useI18n()
  const names = kept.map(({ record }) => nameOf(record)).filter(Boolean)
  const more = names.length - mostNamed
  const all = more > 0 ? [...names.slice(0, mostNamed), t('undo.more', more)] : names
  return new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(all)
}
