// Theme: the direct transport, over the whole way to a canned HTTP response; CPU time, relative to the raw SDK. For its
// heap, see allocation.mjs.
import { median } from './harness/measure.mjs'
import { contest } from './harness/processes.mjs'

const contender = 'dyntastic-direct'
/** The most of what the raw SDK takes. */
const targets = { get: 0.2, save: 0.2, update: 0.25, query: 0.3, 'batch-get': 0.3, transaction: 0.3 }

/** The rows of this theme. */
export function measure({ quick }) {
  return Object.keys(targets).map((theme) => ofTime(theme, quick))
}

function ofTime(theme, quick) {
  const rounds = Array.from({ length: quick ? 1 : 3 }, () => {
    const args = [theme, contender, quick ? 'quick' : 'normal', 'full']
    return contest(...args).full
  })
  const ratios = rounds.map(({ ratio }) => ratio)
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)]
  return {
    mode: 'full',
    contender: theme,
    key: `direct, full, ${theme}`,
    value: median(ratios),
    target: targets[theme],
    note: `${low.toFixed(2)} to ${high.toFixed(2)}; raw ${median(rounds.map(({ base }) => base)).toFixed(1)} µs`,
  }
}
