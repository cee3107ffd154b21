export const compose = {
  understood: 'Understood',
  asText: '{what}: take as text',
  newLabel: 'New label “{name}”',
  every: {
    day: 'Every day | Every {n} days',
    week: 'Every week | Every {n} weeks',
    month: 'Every month | Every {n} months',
    year: 'Every year | Every {n} years',
  },
  onDays: '{often}: {days}',
  onDay: '{often}, day {day}',
  afterCompletion: '{often}, after completion',
  kind: {
    due: 'Due {words}',
    time: 'At {words}',
    recurrence: 'Repeats: {words}',
    label: 'Label {words}',
    newLabel: '{words}',
    assignee: 'Assigned to {words}',
    priority: 'Priority {words}',
    estimate: 'Estimate {words}',
  },
}
