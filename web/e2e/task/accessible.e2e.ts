import type { Page } from '@playwright/test'
import { test, type Board } from '../test'

const tasks = { 'To do': ['Open the bakery', 'Order flour', 'Paint the sign'] }
const options = [{ id: '01930000-0000-7000-8000-00000000f001', name: 'Spring', color: '#46a758' }]

/** What lies in the panel of a task and above it. */
const layers: Record<string, (page: Page) => Promise<void>> = {
  panel: async (page) => page.getByRole('region', { name: 'Links' }).waitFor(),
  'due date': async (page) => page.getByRole('button', { name: /^Due date/ }).click(),
  recurrence: async (page) => page.getByRole('button', { name: /^Repeats/ }).click(),
  'a choice': async (page) => page.getByRole('button', { name: 'Version: Empty' }).click(),
  'a link': async (page) => {
    await page.getByRole('button', { name: 'Link to another task…' }).click()
    await page.getByRole('menuitem', { name: 'Related to…' }).click()
    await page.getByRole('combobox').waitFor()
  },
  'the description, edited': async (page) => {
    await page.getByRole('button', { name: 'Edit description' }).click()
    await page.getByText('Saved as you type').waitFor()
  },
  'a comment, written': async (page) => {
    await page.getByRole('textbox', { name: 'Write a comment' }).click()
    await page.keyboard.type('Look at **this**, @a')
    await page.getByRole('option').first().waitFor()
  },
  versions: async (page) => {
    await page.getByRole('button', { name: 'Versions', exact: true }).click()
    await page.getByRole('radio').nth(1).waitFor()
    await page.getByRole('textbox', { name: 'The text, with what differs' }).waitFor()
  },
}

for (const where of ['', ' @phone']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`a task with all that it can be has no barrier, ${colorScheme}${where}`, async ({
      people,
      board,
      accessible,
    }) => {
      test.slow()
      const [ada] = await people(1)
      const made: Board = await board(ada!, { tasks })
      const [open, flour, sign] = made.tasks
      await ada!.call('POST', `/api/projects/${made.id}/fields`, { name: 'Version', type: 'select', options })
      await ada!.call('PATCH', `/api/tasks/${flour!.id}`, { parent: open!.id })
      await ada!.call('PATCH', `/api/tasks/${open!.id}`, {
        blockedBy: [sign!.id],
        dueDate: '2031-03-03',
        dueTime: { time: '17:00', timeZone: 'America/New_York' },
        description:
          '## Plan\n\n- [ ] flour\n- [x] bread\n\nSee `code`, **bold** and [a link](https://example.com).',
        recurrence: { every: 2, unit: 'week', weekdays: ['mon', 'thu'], monthDay: null, from: 'due' },
      })
      await ada!.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const [name, show] of Object.entries(layers)) {
        await test.step(name, async () => {
          await ada!.page.goto(`/t/${open!.key}`)
          await show(ada!.page)
          await accessible(ada!.page)
        })
      }
    })
  }
}
