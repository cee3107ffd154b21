/**
 * The page, but without a place for style elements: the library then adopts its style sheets, which the page's policy
 * (no styles but from files) allows.
 */
export const root = new Proxy(document, {
  get(page, name) {
    if (name === 'head') return undefined
    const value: unknown = Reflect.get(page, name, page)
    return typeof value === 'function' ? value.bind(page) : value
  },
  set: (page, name, value) => Reflect.set(page, name, value, page),
})
