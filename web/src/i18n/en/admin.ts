export const admin = {
  title: 'Administration',
  people: {
    title: 'People',
    text: 'Everybody who has an account on this instance.',
    find: 'Find by name or address',
    none: 'Nobody is called that.',
    failed: 'The people could not be loaded.',
    you: 'You',
    admin: 'Administrator',
    disabled: 'Disabled',
    since: 'Since {day}',
    disabledOn: 'Disabled on {day}',
    disable: 'Disable',
    enable: 'Enable',
    self: 'You cannot disable your own account.',
    askDisable: 'Disable the account of {name}?',
    disableText:
      'All their sessions and API tokens end at once, on every device. They cannot sign in until you enable the account again. What they have made stays.',
    askEnable: 'Enable the account of {name}?',
    enableText:
      'They can sign in again with their password, and see what their teams give them. API tokens that ended stay ended.',
    cancel: 'Cancel',
    wasDisabled: '{name} is shut out',
    wasEnabled: '{name} can sign in again',
  },
  log: {
    title: 'Audit log',
    text: 'What happened to access on the whole instance.',
    open: 'Open the audit log',
  },
}
