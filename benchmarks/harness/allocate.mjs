// One process: the bytes that one operation of one contender allocates on the heap. Prints one line of JSON.
import { getHeapStatistics } from 'node:v8'

const [themeName, contenderName, mode] = process.argv.slice(2)
const theme = await import(`../${themeName}.mjs`)
const contender = await import(`../contenders/${contenderName}.mjs`)
const operation = await theme.operation(contender, mode)

/** As much as surely fits into the young generation. */
const most = 64 * 2 ** 20

const few = await allocated(20)
await run(2_000_000 / Math.max(500, few))
const each = await allocated(50)
const bytes = await allocated(Math.max(20, Math.min(5_000, Math.floor(most / each))))
process.stdout.write(`${JSON.stringify({ bytes })}\n`)

async function allocated(times) {
  globalThis.gc()
  const from = getHeapStatistics().used_heap_size
  await run(times)
  return (getHeapStatistics().used_heap_size - from) / times
}

async function run(times) {
  for (let call = 0; call < times; call++) await operation()
}
