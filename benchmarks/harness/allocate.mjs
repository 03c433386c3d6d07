// One process: the bytes that one operation of one contender allocates. Prints one line of JSON.
import { GCProfiler, getHeapStatistics } from 'node:v8'

const [themeName, contenderName, mode, share = '1'] = process.argv.slice(2)
const theme = await import(`../${themeName}.mjs`)
const contender = await import(`../contenders/${contenderName}.mjs`)
const operation = await theme.operation(contender, mode)

// Compiled code allocates less than interpreted code, so that the first rounds do not count.
const plan = { warmUp: { rounds: 10, calls: 3_000, milliseconds: 10_000 }, rounds: 7 }
/** What a round allocates. */
const most = 64 * 2 ** 20

let times = 1
let calls = 0
for (let round = 0; !isWarm(round); round++) await measured()
const found = []
for (let round = 0; round < plan.rounds; round++) found.push(await measured())
const [low, high] = [Math.min(...found), Math.max(...found)]
const bytes = found.sort((a, b) => a - b)[Math.floor(plan.rounds / 2)]
process.stdout.write(`${JSON.stringify({ bytes: bytes / Number(share), spread: (high - low) / bytes })}\n`)

function isWarm(round) {
  const { rounds, calls: least, milliseconds } = plan.warmUp
  return round >= rounds && (calls >= least || performance.now() > milliseconds)
}

// What the heap grows by, and what was collected meanwhile.
async function measured() {
  globalThis.gc()
  const profiler = new GCProfiler()
  profiler.start()
  const from = getHeapStatistics().used_heap_size
  for (let call = 0; call < times; call++) await operation()
  const growth = getHeapStatistics().used_heap_size - from
  const each = (growth + collected(profiler.stop())) / times
  calls += times
  times = Math.max(1, Math.min(5_000, times * 10, Math.floor(most / each)))
  return each
}

function collected({ statistics }) {
  const sizes = statistics.map(({ beforeGC, afterGC }) => [beforeGC, afterGC].map(usedHeap))
  return sizes.reduce((sum, [before, after]) => sum + before - after, 0)
}

function usedHeap({ heapStatistics }) {
  return heapStatistics.usedHeapSize
}
