import { fold } from '@/project/fold'
import type { Component } from 'vue'

/** One choice of a picker. */
export interface Option<T extends string = string> {
  value: T
  label: string
  icon?: Component
  /** Given to the icon. */
  iconProps?: Record<string, unknown>
  /** Shown faintly at the end: a handle, a number. */
  hint?: string
  /** Its shortcut, shown at the end. */
  keys?: string
  /** Also found by these. */
  keywords?: string
}

/** The options that hold every word of `query`, those that begin with it first; case and accents do not count. */
export function matching<T extends string>(options: readonly Option<T>[], query: string): Option<T>[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...options]
  const found = options.filter((option) => {
    const text = fold(`${option.label} ${option.hint ?? ''} ${option.keywords ?? ''}`)
    return words.every((word) => text.includes(word))
  })
  const begins = (option: Option<T>): boolean => fold(option.label).startsWith(words[0]!)
  return [...found.filter(begins), ...found.filter((option) => !begins(option))]
}
