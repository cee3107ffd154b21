import { useI18n } from '@/i18n'

const { t, locale } = useI18n()
const units = ['bytes', 'kilobytes', 'megabytes', 'gigabytes'] as const

/** Bytes for people: "512 B", "1.4 MB". */
export function sizeOf(bytes: number): string {
  let unit = 0
  let n = bytes
  while (n >= 1000 && unit < units.length - 1) {
    n /= 1000
    unit++
  }
  const digits = unit === 0 || n >= 100 ? 0 : 1
  const words = new Intl.NumberFormat(locale.value, { maximumFractionDigits: digits }).format(n)
  return t(`files.${units[unit]!}`, { n: words })
}
