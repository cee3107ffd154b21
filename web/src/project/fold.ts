/**
 * Makes texts comparable for people who look for them: without case and without the marks on letters, so that "Cafe"
 * finds "café". Each sign is folded by itself. Its twin is Go's words.Fold.
 */
export function fold(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase()
  let folded = ''
  for (const sign of text.normalize('NFD')) if (!/[\u0300-\u036f]/.test(sign)) folded += sign.toLowerCase()
  return folded
}
