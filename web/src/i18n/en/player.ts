/** What is said around a film; loaded with its player. */
export const player = {
  play: 'Play',
  pause: 'Pause',
  place: 'Place in the film',
  at: '{now} of {length}',
  speed: 'Speed',
  mute: 'Sound off',
  unmute: 'Sound on',
  fill: 'Fill the screen',
  comment: 'Comment at {at}',
  send: 'Comment',
  said: 'Comments by moment',
  former: 'Someone who left',
}
