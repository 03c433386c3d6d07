// CPU time of two operations side by side: slices in turn, and the median of the ratios of neighbours.

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * Measures an operation against another one in this process.
 * @param base the operation that is 1.00
 * @param other the operation that is compared
 * @param plan `pairs`: how many slices of each; `slice`: milliseconds of CPU time in each; `warmup`: how many calls
 * of each come before, in at least and at most this number of milliseconds
 * @returns the median ratio, and the median CPU time of each in microseconds
 */
export async function compare(base, other, plan) {
  const measured = { base: await timed(base), other: await timed(other) }
  for (const each of Object.values(measured)) await warmUp(each, plan)
  const ratios = []
  const times = { base: [], other: [] }
  const from = performance.now()
  for (let pair = 0; pair < plan.pairs; pair++) {
    if (pair >= 5 && performance.now() - from > (plan.longest ?? Number.POSITIVE_INFINITY)) break
    // Who goes first pays for the garbage of the pair before: so they take turns.
    const turn = pair % 2 === 0 ? ['base', 'other'] : ['other', 'base']
    const cost = {}
    for (const who of turn) cost[who] = await slice(measured[who])
    ratios.push(cost.other / cost.base)
    times.base.push(cost.base)
    times.other.push(cost.other)
  }
  return { ratio: median(ratios), base: median(times.base), other: median(times.other) }
}

// An operation that returns a promise is awaited; one that does not is measured without the cost of awaiting.
async function timed(operation) {
  const reply = operation()
  await reply
  return { operation, times: 1, awaited: reply instanceof Promise }
}

// Until enough calls are made, and then as long as they still become faster: on a busy machine, V8 compiles late, and
// an update of this library, which is many small functions, takes 20,000 calls until all of them are compiled.
async function warmUp(measured, { warmup, slice: length }) {
  const from = performance.now()
  let calls = 0
  const passed = () => performance.now() - from
  const costs = []
  while (
    passed() < warmup.least ||
    (passed() < warmup.most && (calls < warmup.calls || isImproving(costs)))
  ) {
    costs.push(await slice(measured))
    calls += measured.times
    measured.times = Math.max(1, Math.ceil(warmSlice / costs.at(-1)))
  }
  measured.times = Math.max(1, Math.ceil((length * 1_000) / (await slice(measured))))
}

/** Microseconds of a slice while warming up. */
const warmSlice = 50_000

// Whether the last slices are faster than those before them by more than a tenth.
function isImproving(costs) {
  if (costs.length < 12) return true
  return median(costs.slice(-6)) < 0.9 * median(costs.slice(-12, -6))
}

/** CPU time (user and system, of all threads of the process) of one call, in microseconds. */
async function slice({ operation, times, awaited }) {
  const from = process.cpuUsage()
  if (awaited) for (let call = 0; call < times; call++) await operation()
  else for (let call = 0; call < times; call++) operation()
  const { user, system } = process.cpuUsage(from)
  return Math.max(1, user + system) / times
}
