/** Who is here; loaded with the first sight of them. */
export const here = {
  viewing: '{name} · viewing {key}',
}
