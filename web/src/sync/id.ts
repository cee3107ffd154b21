/** Random bytes are asked for so many at a time: each call costs, and a gesture may touch hundreds of things. */
const pool = new Uint8Array(1024)
let used = pool.length

const hexOf = Array.from({ length: 256 }, (_none, byte) => byte.toString(16).padStart(2, '0'))

/** A UUIDv7 in lower case (RFC 9562): ids made later sort later. */
export function newId(nowMs = Date.now()): string {
  if (used + 10 > pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const random = pool.subarray(used, (used += 10))
  random[0] = (random[0]! & 0x0f) | 0x70
  random[2] = (random[2]! & 0x3f) | 0x80
  const time = nowMs.toString(16).padStart(12, '0')
  let tail = ''
  for (const byte of random) tail += hexOf[byte]
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}`
}
