// How properties run: how often, from which seed, and how a failure is run again.
import fc from 'fast-check'

type Property = fc.IRawProperty<unknown>

/**
 * The number of runs: `FC_RUNS`, or few on the embedded engine and many on the endpoint of DYNTASTIC_TEST_ENDPOINT.
 * Where one run does the work of many, a property has numbers of its own.
 */
export function runCount(quick = 100, thorough = 1000): number {
  const requested = Number(process.env['FC_RUNS'])
  if (requested > 0) return requested
  return process.env['DYNTASTIC_TEST_ENDPOINT'] === undefined ? quick : thorough
}

/** The time limit of a property, in milliseconds: runs that `FC_RUNS` sets may take as long as they need. */
export function timeLimit(milliseconds: number): number {
  return Number(process.env['FC_RUNS']) > 0 ? 0 : milliseconds
}

/**
 * The seed of this process: one that stays, so that a change is judged by itself; another by `FC_SEED`, or any by
 * `FC_SEED=random`.
 */
export const seed = seedOf(process.env['FC_SEED'])

function seedOf(requested: string | undefined): number {
  return requested === 'random' ? Date.now() % 2 ** 31 : Number(requested ?? 20_261_122)
}

/** Checks a property; the seed is printed first, so that even a run that never ends can be repeated. */
export async function holds<Ts>(
  property: fc.IRawProperty<Ts>,
  runs = runCount(),
  start = seed,
): Promise<void> {
  announce(`${runs} runs`, start)
  await fc.assert(property as unknown as Property, { seed: start, numRuns: runs })
}

/** Prints the seed next to the name of the property. */
export function announce(what: string, start = seed): void {
  console.log(`        ${what}, FC_SEED=${start}`)
}
