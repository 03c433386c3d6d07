// Theme: a get that is observed, relative to one that nobody observes: CPU time, and the heap of both.
import { median } from './harness/measure.mjs'
import { reportOf } from './harness/processes.mjs'

const script = new URL('harness/observers-alone.mjs', import.meta.url)
const ways = ['onCommand', 'start and end', 'channel', 'otel without SDK', 'otel with SDK']
// The young generation is so large that nothing is collected while the heap is measured.
const flags = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256']

/** The rows of this theme. */
export function measure({ quick }) {
  return ways.map((way) => {
    const rounds = Array.from({ length: quick ? 1 : 3 }, () =>
      reportOf(script, [way, quick ? 'quick' : 'normal'], flags),
    )
    const [alone, observed] = [0, 1].map((at) => median(rounds.map(({ bytes }) => bytes[at])) / 1024)
    const base = median(rounds.map((round) => round.base))
    return {
      key: `observers, ${way}`,
      mode: 'get, observed, relative to one that nobody observes',
      contender: way,
      value: median(rounds.map(({ ratio }) => ratio)),
      note: `${observed.toFixed(1)} KB (${alone.toFixed(1)} unobserved); ${base.toFixed(1)} µs unobserved`,
    }
  })
}
