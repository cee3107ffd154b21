/** The emoji that one reacts with, with the words by which they are found; the most wanted first. */
const all = `👍 yes thumbs up good agree|👎 no thumbs down bad disagree|❤️ heart love thanks|🎉 party tada hooray celebrate|😄 smile happy laugh|👀 eyes look seen watching
🚀 rocket ship launch fast|✅ check done yes|🙏 please thanks pray|💯 hundred perfect|🔥 fire hot|👏 clap applause bravo
😂 joy tears laugh funny|🤔 think hmm wonder|😕 confused unsure|😢 sad cry|😮 wow surprised|😍 love eyes|😅 sweat phew|😎 cool sunglasses
🙌 raised hands hooray|💪 strong muscle|🤝 handshake deal|👋 wave hello bye|🫡 salute will do|✌️ peace victory|🤞 fingers crossed luck|👌 ok perfect
❌ cross no wrong|⚠️ warning careful|❓ question|❗ important exclamation|➕ plus one add|🛑 stop|⏳ waiting hourglass|⏰ alarm clock late
🐛 bug insect|🔧 wrench fix repair|🔨 hammer build|💡 idea light bulb|📌 pin important|📎 clip attachment|🔗 link|📝 note memo write
📈 up growth chart|📉 down chart|🧪 test experiment|🧹 broom clean up|♻️ recycle refactor|🔒 lock secure|🔑 key|🎯 target goal
⭐ star favourite|🌟 glowing star|✨ sparkles new|🌈 rainbow|☀️ sun|🌱 seedling start grow|🍀 clover luck|🍕 pizza lunch
☕ coffee break|🍻 beer cheers|🎂 cake birthday|🏆 trophy win|🥇 gold first|🎁 gift present|🐢 turtle slow|🐙 octopus
🦄 unicorn|🤖 robot bot|👻 ghost|💀 skull dead|🙈 monkey oops|🤷 shrug whatever|🤦 facepalm|🥳 party face celebrate
😴 sleep tired|😡 angry|🤯 mind blown|🥲 smile tear|😬 grimace awkward|🙃 upside down irony|😇 angel innocent|🫶 heart hands`

export interface Emoji {
  readonly sign: string
  readonly words: string
}

export const emoji: readonly Emoji[] = all.split(/[|\n]/).map((line) => {
  const at = line.indexOf(' ')
  return { sign: line.slice(0, at), words: line.slice(at + 1) }
})

/** Those in whose words every typed one begins. */
export function findEmoji(typed: string): readonly Emoji[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return emoji.filter(({ words }) =>
    wanted.every((want) => words.split(' ').some((word) => word.startsWith(want))),
  )
}
