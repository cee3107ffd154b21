import { useLocalStorage } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'
import { useI18n, type MessageKey } from '@/i18n'
import type { ProjectStore } from '@/stores/project'
import {
  columns as known,
  defaultColumns,
  narrowestPx,
  tracksOf,
  widestPx,
  type Column,
  type ColumnId,
} from './columns'

export interface UseColumnsReturn {
  /** All that there are in this project. */
  all: ComputedRef<readonly Column[]>
  shown: ComputedRef<readonly Column[]>
  tracks: ComputedRef<{ template: string; minPx: number }>
  labelOf(column: Column): string
  show(column: ColumnId, on: boolean): void
  widthOf(column: Column): number
  resize(column: Column, width: number): void
  resetWidths(): void
}

/** Which columns a project's list has and how wide they are, on this device. */
export function useColumns(store: ProjectStore): UseColumnsReturn {
  const { t } = useI18n()
  const chosen = useLocalStorage<Readonly<Record<string, readonly ColumnId[]>>>('tandem:list-columns', {})
  const widths = useLocalStorage<Readonly<Record<string, number>>>('tandem:list-widths', {})

  const all = computed<readonly Column[]>(() => [
    ...known,
    ...store.fields.value.map(({ id }): Column => ({ id: `field:${id}`, width: 120 })),
  ])
  const ids = computed(() => chosen.value[store.id] ?? defaultColumns)
  const shown = computed(() => all.value.filter(({ id }) => id === 'title' || ids.value.includes(id)))
  const widthOf = (column: Column): number => widths.value[column.id] ?? column.width

  return {
    all,
    shown,
    tracks: computed(() => tracksOf(shown.value, widths.value)),
    labelOf({ id }) {
      const field = store.fields.value.find((one) => `field:${one.id}` === id)
      return field ? field.name : t(`list.column.${id}` as MessageKey)
    },
    show(id, on) {
      const others = ids.value.filter((one) => one !== id)
      chosen.value = { ...chosen.value, [store.id]: on ? [...others, id] : others }
    },
    widthOf,
    resize(column, width) {
      const px = Math.round(Math.min(widestPx, Math.max(narrowestPx, width)))
      widths.value = { ...widths.value, [column.id]: px }
    },
    resetWidths: () => (widths.value = {}),
  }
}
