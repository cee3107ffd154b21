const locales = ['en', 'en-GB', 'en-US', 'cs', 'da', 'de', 'de-CH', 'es', 'fi', 'fr', 'it', 'ja', 'ko', 'nb', 'nl', 'pl', 'pt-BR', 'sv', 'tr', 'uk', 'zh-CN'] // prettier-ignore

export interface Choice {
  value: string
  label: string
}

/** The time zones that this browser knows, and `current` in any case. */
export function timeZones(current: string): Choice[] {
  const known = Intl.supportedValuesOf('timeZone')
  return [...new Set(['UTC', ...known, current])].map((zone) => ({
    value: zone,
    label: zone.replaceAll('_', ' '),
  }))
}

/** Locales by their own names, with today's date as they write it, and `current` in any case. */
export function localeChoices(current: string, now = new Date()): Choice[] {
  return [...new Set([...locales, current])].map((locale) => {
    const name = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale
    const day = new Intl.DateTimeFormat(locale, { dateStyle: 'short' }).format(now)
    return { value: locale, label: `${name} · ${day}` }
  })
}
