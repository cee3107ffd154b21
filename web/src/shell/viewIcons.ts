import { CalendarDays, Rows3, SquareKanban } from '@lucide/vue'
import type { Component } from 'vue'
import type { View } from './route'

/** How each view is drawn in tabs, menus and the palette. */
export const viewIcons: Readonly<Record<View, Component>> = {
  board: SquareKanban,
  list: Rows3,
  calendar: CalendarDays,
}
