import { fold } from '@/project/fold'
import type { Segment } from '@/project/mark'
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
  /** The heading under which it stands; those of a section follow each other. */
  section?: string
  /** The label in parts, where some of it was looked for. */
  parts?: readonly Segment[]
  /** The same of the hint. */
  hintParts?: readonly Segment[]
  /** A quieter second line, in parts. */
  excerpt?: readonly Segment[]
}

/** Options that stand under one heading; null: under none. */
export interface OptionGroup<T extends string = string> {
  readonly section: string | null
  readonly options: readonly Option<T>[]
}

/** The options by their headings, in their order. */
export function grouped<T extends string>(options: readonly Option<T>[]): OptionGroup<T>[] {
  const groups: { section: string | null; options: Option<T>[] }[] = []
  for (const option of options) {
    const section = option.section ?? null
    const last = groups.at(-1)
    if (last && last.section === section) last.options.push(option)
    else groups.push({ section, options: [option] })
  }
  return groups
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
