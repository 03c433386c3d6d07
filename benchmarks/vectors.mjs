// Theme: vectors of 1,024 dimensions across the storage border, and exact search of 10,000 of them in the embedded
// engine.
import { bundledEngine } from './harness/engine-bundle.mjs'
import { median } from './harness/measure.mjs'
import { reportOf } from './harness/processes.mjs'

const script = new URL('harness/vectors-alone.mjs', import.meta.url)
const targets = { encode: 0.4, decode: 0.5 }
const modes = {
  encode: '1,000 vectors of 1,024 dimensions, encoded, relative to marshall of the numbers',
  decode: '1,000 vectors of 1,024 dimensions, decoded, relative to unmarshall, which returns plain numbers',
  read: 'the same from the bytes of responses, with the whole SDK stack',
}

/** The rows of this theme. */
export async function measure({ quick }) {
  const rounds = Array.from({ length: quick ? 1 : 3 }, () =>
    reportOf(script, ['border', quick ? 'quick' : 'normal'], ['--max-old-space-size=4096']),
  )
  const rows = Object.keys(modes).map((mode) => {
    const ratios = rounds.map((round) => round[mode].ratio)
    const base = median(rounds.map((round) => round[mode].base))
    return {
      key: `vectors, ${mode}`,
      mode: modes[mode],
      contender: 'dyntastic',
      value: median(ratios),
      ...(targets[mode] !== undefined && { target: targets[mode] }),
      note: `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}; raw ${(base / 1000).toFixed(0)} ms`,
    }
  })
  return [...rows, ...(await searches(quick))]
}

async function searches(quick) {
  const { bundle, remove } = await bundledEngine()
  try {
    const counts = quick ? [1_000, 10_000] : [1_000, 2_000, 5_000, 10_000]
    return counts.map((count) => ({
      key: `vectors, search of ${count}`,
      mode: `exact search of ${count.toLocaleString('en')} vectors of 1,024 dimensions, the nearest 10`,
      contender: 'embedded',
      unit: 'ms',
      value: reportOf(script, ['search', bundle, String(count)], ['--max-old-space-size=4096']).milliseconds,
    }))
  } finally {
    remove()
  }
}
