import { createI18n } from 'vue-i18n'
import { board } from './en/board'
import { shell } from './en/shell'
import { task } from './en/task'
import { ui } from './en/ui'

/** One catalogue for each area, so that an area's texts are found (and changed) in one file. */
const en = { board, shell, task, ui }

export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: { en } })
