/**
 * Fills a text: `{name}` becomes its value, a name without one stays as it stands. With a number, of "one | many" and
 * "none | one | many" the form that it asks for is taken, and it is known as `{n}` and `{count}`.
 */
export function format(text: string, values: Readonly<Record<string, unknown>>, plural?: number): string {
  const form = plural === undefined ? text : choose(text.split('|'), plural).trim()
  const known = plural === undefined ? values : { n: plural, count: plural, ...values }
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => (name in known ? String(known[name]) : whole))
}

function choose(forms: readonly string[], number: number): string {
  const index = number === 1 ? 0 : 1
  const chosen = forms.length > 2 ? (number === 0 ? 0 : index + 1) : index
  return forms[Math.min(chosen, forms.length - 1)]!
}
