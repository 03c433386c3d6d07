// One process: one contender against the raw SDK, or another contender, in each mode of a theme. Prints JSON.
import { compare } from './measure.mjs'

// Slices are short, so that what else the machine does falls on both sides of a pair. The SDK's stack takes thousands
// of calls until the engine has compiled it permanently: what is measured is the state after that.
const plans = {
  normal: { pairs: 80, slice: 10, warmup: { calls: 10_000, least: 1_000, most: 20_000 } },
  // For all contenders of all operations, of which the slowest take a second for a call.
  table: { pairs: 40, slice: 6, longest: 8_000, warmup: { calls: 3_000, least: 300, most: 12_000 } },
  quick: { pairs: 20, slice: 8, warmup: { calls: 1_000, least: 300, most: 1_000 } },
}

const [themeName, contenderName, planName = 'normal', only = '', baseName = 'raw'] = process.argv.slice(2)
const theme = await import(`../${themeName}.mjs`)
const raw = await import(`../contenders/${baseName}.mjs`)
const contender = await import(`../contenders/${contenderName}.mjs`)

const results = {}
for (const mode of only === '' ? theme.modes : [only]) {
  const base = await theme.operation(raw, mode)
  const other = await theme.operation(contender, mode)
  results[mode] = await compare(base, other, plans[planName])
}
process.stdout.write(`${JSON.stringify(results)}\n`)
