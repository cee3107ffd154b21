/**
 * Makes texts comparable for people who look for them: without case and without the marks on letters, so that "Cafe"
 * finds "café". Each sign is folded by itself. Its twin is Go's words.Fold.
 */
export function fold(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase()
  const bare = text.normalize('NFD').replace(/[\u0300-\u036f]+/g, '')
  // The only letter that is written another way at the end of a word.
  return bare.includes('Σ') ? Array.from(bare, (sign) => sign.toLowerCase()).join('') : bare.toLowerCase()
}
