/** Why an invitation cannot be used, and what somebody can do next. */
export interface Refusal {
  why: 'missing' | 'over' | 'other' | 'member' | 'unknown'
  next: 'sign-in' | 'switch' | 'team' | 'home' | 'again'
}

/** What the answer to a call about an invitation means; `status` is HTTP's, 0 where none came. */
export function refusalOf(status: number, isSignedIn: boolean): Refusal {
  const away = isSignedIn ? 'home' : 'sign-in'
  switch (status) {
    case 404:
      return { why: 'missing', next: away }
    case 410:
      return { why: 'over', next: away }
    case 403:
      return { why: 'other', next: 'switch' }
    case 409:
      return { why: 'member', next: 'team' }
  }
  return { why: 'unknown', next: 'again' }
}
