import { expect, test } from '../test'
import { bar, march, onDay, set } from './days'

const tasks = { 'To do': ['Bake', 'Brew'] }

for (const where of ['', ' @phone']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`custom fields stand in the calendar where one wants them, ${colorScheme}${where}`, async ({
      people,
      board,
      accessible,
    }) => {
      const [ada] = await people(1)
      const made = await board(ada!, { tasks })
      const { field } = await ada!.call<{ field: { id: string } }>(
        'POST',
        `/api/projects/${made.id}/fields`,
        { name: 'Oven', type: 'text' },
      )
      await set(ada!, made, 'Bake', {
        startDate: onDay(9),
        dueDate: onDay(11),
        fields: { [field.id]: 'The big one' },
      })
      await set(ada!, made, 'Brew', { dueDate: onDay(17) })
      const { page } = ada!
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(march(made))
      const of = (title: string) =>
        where ? page.locator('.line', { hasText: title }).first() : bar(page, title)
      await expect(of('Bake')).not.toContainText('The big one')
      await page.getByRole('button', { name: 'Display' }).click()
      await page.getByRole('menuitem', { name: 'Oven in the calendar' }).click()
      await expect(of('Bake')).toContainText('The big one')
      await expect(of('Brew')).not.toContainText('Oven')
      const isCut = (element: Element) => element.scrollWidth > element.clientWidth
      expect(await of('Bake').locator('.title').evaluate(isCut)).toBe(false)
      expect((await of('Bake').getByTitle('Oven: The big one').boundingBox())!.height).toBeGreaterThan(10)
      await expect(of('Bake').getByTitle('Oven: The big one')).toBeInViewport()
      await accessible(page)
      // The same choice counts on the board.
      await page.goto(made.path)
      await expect(page.locator('[data-drag]').filter({ hasText: 'Bake' })).toContainText('The big one')
    })
  }
}
