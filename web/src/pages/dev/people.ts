/** Invented people. */
export const people = ['Mira Keller', 'Jonas Ek', 'Aiko Tan', 'Samuel Oduya', 'Łucja Nowak', 'Ben'].map(
  (name, i) => ({
    id: `person-${i}`,
    name,
    handle: name.split(' ')[0]!.toLowerCase(),
  }),
)
