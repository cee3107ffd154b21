import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { addTexts } from '@/i18n'
import { palette } from '@/i18n/en/palette'
import { useActionStore, type Action } from '@/stores/actions'
import { useActionLots } from './useActionLots'

addTexts({ palette })
beforeEach(() => setActivePinia(createPinia()))

const action = (label: string, section: string, more: Partial<Action> = {}): Action => ({
  id: label,
  label,
  section,
  run: () => {},
  ...more,
})

function shown(typed: string, actions: readonly Action[]): Record<string, string[]> {
  useActionStore().register(() => actions)
  const { lots } = useActionLots(shallowRef(typed), true)
  const some = lots.value.filter(({ items }) => items.length > 0)
  return Object.fromEntries(some.map(({ section, items }) => [section, items.map(({ label }) => label)]))
}

it('puts what has a section of the palette under its heading, all else under actions', () => {
  const actions = [
    action('Late invoices', 'Views'),
    action('Send invoices', 'Board'),
    action('Print invoices', 'Nobody knows'),
    action('Hide', 'General'),
  ]
  expect(shown('invoices', actions)).toEqual({
    views: ['Late invoices'],
    actions: ['Send invoices', 'Print invoices'],
  })
})

it('leaves out what cannot be done now, and what makes sense by its key only', () => {
  const actions = [
    action('Move up', 'Board', { keyOnly: true }),
    action('Move down', 'Board', { when: () => false }),
    action('Move to…', 'Board'),
  ]
  expect(shown('move', actions)).toEqual({ actions: ['Move to…'] })
})

it('shows before anything is typed what is about this place before what can be done everywhere', () => {
  const actions = [
    action('Sign out', 'General'),
    action('Go to board', 'Views'),
    action('Account', 'Go to'),
    action('Filter', 'Board'),
  ]
  useActionStore().register(() => actions)
  const { idle } = useActionLots(shallowRef(''), true)
  expect(idle.value.items.map(({ label }) => label)).toEqual(['Filter', 'Sign out', 'Account'])
})

it('offers what could be done when the palette opened, also while its own field has the focus', () => {
  let isOnCard = true
  useActionStore().register(() => [action('Assign', 'Task', { when: () => isOnCard })])
  const [query, isOpen] = [shallowRef(''), shallowRef(false)]
  const { lots, idle } = useActionLots(query, isOpen)
  const labels = () => lots.value.flatMap(({ items }) => items.map(({ label }) => label))
  isOpen.value = true
  isOnCard = false
  expect(idle.value.items).toHaveLength(1)
  query.value = 'assign'
  expect(labels()).toEqual(['Assign'])

  isOpen.value = false
  isOpen.value = true
  expect(labels()).toEqual([])
  expect(idle.value.items).toEqual([])
})
