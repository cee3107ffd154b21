export const watch = {
  watch: 'Watch',
  mute: 'Mute',
  unmute: 'No longer mute',
  unwatch: 'No longer watch',
  did: {
    watching: 'You hear everything about {key}',
    muted: 'You hear nothing about {key}',
    default: 'You hear of {key} what the project’s level gives',
  },
  title: 'Notifications',
  hint: 'Of what in this project you want to hear. Nobody else sees this.',
  levels: {
    everything: 'Everything',
    concerns: 'What concerns me',
    mentions: 'Mentions only',
    nothing: 'Nothing',
  },
  project: 'Hear from this project: {level}',
}
