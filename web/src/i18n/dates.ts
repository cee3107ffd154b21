const kept = new Map<string, Intl.DateTimeFormat>()

/** How a locale writes dates. One of each is kept: making it takes longer than drawing a row. Throws RangeError for an unknown time zone. */
export function dateFormat(locale: string, options?: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  let format = kept.get(key)
  if (!format) kept.set(key, (format = new Intl.DateTimeFormat(locale, options)))
  return format
}
