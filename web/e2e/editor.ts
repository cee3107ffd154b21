import type { Locator } from '@playwright/test'

/** What a field for Markdown holds, with the marks that the editor hides. */
export function held(field: Locator): Promise<string> {
  return field.evaluate((element) => {
    if (element instanceof HTMLTextAreaElement) return element.value
    const { cmTile } = element as Element & { cmTile?: { view: { state: { doc: object } } } }
    return String(cmTile?.view.state.doc ?? '')
  })
}
