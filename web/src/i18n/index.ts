import { shallowRef, type ShallowRef } from 'vue'
import { dateFormat } from './dates'
import { format } from './format'
import type { account } from './en/account'
import type { activity } from './en/activity'
import type { admin } from './en/admin'
import type { archive } from './en/archive'
import { aside } from './en/aside'
import type { asideMore } from './en/asideMore'
import type { audit } from './en/audit'
import type { begin } from './en/begin'
import { board } from './en/board'
import type { calendar } from './en/calendar'
import type { compose } from './en/compose'
import type { editor } from './en/editor'
import type { entry } from './en/entry'
import type { filter } from './en/filter'
import type { history } from './en/history'
import type { here } from './en/here'
import type { home } from './en/home'
import type { inbox } from './en/inbox'
import type { invite } from './en/invite'
import type { field } from './en/field'
import type { keys } from './en/keys'
import type { link } from './en/link'
import type { remind } from './en/remind'
import type { notice } from './en/notice'
import type { palette } from './en/palette'
import type { panel } from './en/panel'
import type { repeat } from './en/repeat'
import type { list } from './en/list'
import type { player } from './en/player'
import type { recorder } from './en/recorder'
import type { rights } from './en/rights'
import type { settings } from './en/settings'
import { shell } from './en/shell'
import { sync } from './en/sync'
import { task } from './en/task'
import type { taskMore } from './en/taskMore'
import type { files } from './en/files'
import type { talk } from './en/talk'
import type { template } from './en/template'
import type { transfer } from './en/transfer'
import type { team } from './en/team'
import { ui } from './en/ui'
import type { versions } from './en/versions'
import type { views } from './en/views'
import type { undo } from './en/undo'
import type { visit } from './en/visit'
import type { watch } from './en/watch'
import type { work } from './en/work'

/** One catalogue for each area, so that an area's texts are found (and changed) in one file. */
const en = { aside, board, shell, sync, task, ui }

/** The areas of single pages; their texts are loaded with these (`addTexts`), so that the first view stays small. */
interface Lazy {
  aside: typeof asideMore
  activity: typeof activity
  admin: typeof admin
  archive: typeof archive
  audit: typeof audit
  account: typeof account
  begin: typeof begin
  calendar: typeof calendar
  compose: typeof compose
  editor: typeof editor
  entry: typeof entry
  field: typeof field
  files: typeof files
  filter: typeof filter
  history: typeof history
  here: typeof here
  home: typeof home
  inbox: typeof inbox
  invite: typeof invite
  keys: typeof keys
  link: typeof link
  remind: typeof remind
  notice: typeof notice
  palette: typeof palette
  panel: typeof panel
  repeat: typeof repeat
  list: typeof list
  player: typeof player
  recorder: typeof recorder
  rights: typeof rights
  settings: typeof settings
  talk: typeof talk
  task: typeof taskMore
  team: typeof team
  template: typeof template
  transfer: typeof transfer
  versions: typeof versions
  views: typeof views
  undo: typeof undo
  visit: typeof visit
  watch: typeof watch
  work: typeof work
}

/** Makes the texts of a page known, before it is drawn; an area may come in parts. */
export function addTexts(areas: Partial<Lazy>): void {
  const known = en as Record<string, object>
  for (const [area, texts] of Object.entries(areas)) known[area] = { ...known[area], ...texts }
}

type Paths<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : Paths<T[K], `${Before}${K}.`>
}[keyof T & string]

/** The path of a text, `board.create`: one that does not exist fails the type check. */
export type MessageKey = Paths<typeof en & Lazy>

export interface UseI18nReturn {
  /**
   * A text, with `{name}` replaced by its value. Of "one | many" and "none | one | many" the number chooses; it is
   * also `{n}` and `{count}`.
   */
  t(key: MessageKey, values?: Record<string, unknown> | number, plural?: number): string
  /** A moment as the person's locale writes it. */
  d(date: Date | number, options?: Intl.DateTimeFormatOptions): string
  /** A number as the person's locale writes it. */
  n(value: number, options?: Intl.NumberFormatOptions): string
  /** BCP 47. It rules dates and numbers; the texts are English whatever it is. */
  locale: ShallowRef<string>
}

const locale = shallowRef('en')

const i18n: UseI18nReturn = {
  t(key, values = {}, plural) {
    if (typeof values === 'number') return format(message(key), {}, values)
    return format(message(key), values, plural)
  },
  d: (date, options) => dateFormat(locale.value, options).format(date),
  n: (value, options) => new Intl.NumberFormat(locale.value, options).format(value),
  locale,
}

export function useI18n(): UseI18nReturn {
  return i18n
}

function message(key: string): string {
  let node: unknown = en
  for (const part of key.split('.')) node = (node as Record<string, unknown> | undefined)?.[part]
  return typeof node === 'string' ? node : key
}
