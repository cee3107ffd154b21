import { createI18n } from 'vue-i18n'
import { account } from './en/account'
import { board } from './en/board'
import { entry } from './en/entry'
import { home } from './en/home'
import { settings } from './en/settings'
import { shell } from './en/shell'
import { task } from './en/task'
import { ui } from './en/ui'

/** One catalogue for each area, so that an area's texts are found (and changed) in one file. */
const en = { account, board, entry, home, settings, shell, task, ui }

/**
 * The texts are English; the locale is the person's own (`de-CH`) and rules dates and numbers, so a text that
 * it does not have is no fault.
 */
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  missingWarn: false,
  fallbackWarn: false,
  messages: { en },
})
