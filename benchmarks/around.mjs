// Theme: unique values, soft deletes and bounds, relative to the same entity without them; and their requests.
import { median } from './harness/measure.mjs'
import { reportOf } from './harness/processes.mjs'

const script = new URL('harness/around-alone.mjs', import.meta.url)

/** The rows of this theme: CPU time with `client.send` stubbed, next to the requests of one operation. */
export function measure({ quick }) {
  const rounds = Array.from({ length: quick ? 1 : 3 }, () => reportOf(script, [quick ? 'quick' : 'normal']))
  return Object.keys(rounds[0]).map((name) => {
    const ratios = rounds.map((round) => round[name].ratio)
    const [option, operation] = name.split(', ')
    const [without, sent] = rounds[0][name].requests
    const base = median(rounds.map((round) => round[name].base))
    return {
      key: `around, ${name}`,
      mode: `with ${option}, relative to the same entity without`,
      contender: operation,
      value: median(ratios),
      note: `${sent} requests (${without} without); ${base.toFixed(1)} µs without`,
    }
  })
}
