/** What statuses and labels are painted with: far enough apart to be told from each other, in light and dark. */
export const colors = [
  { name: 'gray', value: '#8b8d98' },
  { name: 'red', value: '#e5484d' },
  { name: 'orange', value: '#f76b15' },
  { name: 'amber', value: '#e2a336' },
  { name: 'green', value: '#46a758' },
  { name: 'teal', value: '#12a594' },
  { name: 'blue', value: '#3e8ed0' },
  { name: 'indigo', value: '#5e6ad2' },
  { name: 'purple', value: '#8e4ec6' },
  { name: 'pink', value: '#d6409f' },
] as const

/** A colour for the next of its kind: the first that none of the others has. */
export function nextColor(used: readonly string[]): string {
  return (colors.slice(1).find(({ value }) => !used.includes(value)) ?? colors[used.length % colors.length]!)
    .value
}
