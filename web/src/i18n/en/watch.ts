export const watch = {
  menu: 'Notifications',
  toggle: 'Watch or mute',
  choose: {
    watching: 'Watch: hear everything about it',
    default: 'As in the project',
    muted: 'Mute: hear nothing about it',
    project: 'Tell me of this project: {level}',
  },
  did: {
    watching: 'You hear everything about {key}',
    muted: 'You hear nothing about {key}',
    default: 'You hear of {key} as of its project',
  },
  title: 'Notifications',
  text: 'Of what in this project you want to hear. Nobody else sees it; a task that you watch or mute differs from it.',
  level: 'Tell me of',
  levels: {
    everything: 'Everything',
    concerns: 'What concerns me',
    mentions: 'Mentions only',
    nothing: 'Nothing',
  },
  saved: 'You hear: {level}',
}
