// The ways to read a query: collected, by pages, item by item, counted.
import { BudgetExceededError } from '../../errors/budget-exceeded-error.js'
import { QueryPlanError } from '../../errors/query-plan-error.js'
import type { ReadUsage } from '../ground/usage-meter.js'
import type { StreamPosition } from './page-reader.js'
import { type DecodedPage, QueryRun, type RunStart } from './query-run.js'

/** One page of a query. */
export interface Page<R> {
  readonly items: R[]
  /** Goes on after the last item; `undefined` at the end. Opaque, URL-safe text, bound to this query. */
  readonly cursor: string | undefined
  /** Goes back to what stands before the first item; `undefined` at the beginning, and for scans. */
  readonly previous: string | undefined
  /** Whether there may be more: DynamoDB itself does not know before it has looked. */
  readonly hasMore: boolean
  readonly usage: ReadUsage
}

/** All that a query brought, and what it took. */
export interface Collected<R> {
  readonly items: R[]
  /** Goes on, in the direction that was read, after a limit; `undefined` where everything was read. */
  readonly cursor: string | undefined
  readonly hasMore: boolean
  readonly usage: ReadUsage
}

/** Reads all matches up to the limit. @throws BudgetExceededError where the budget is spent before. */
export async function collect<R>(start: RunStart): Promise<Collected<R>> {
  const run = new QueryRun(start)
  const items: unknown[] = []
  try {
    for await (const page of run.pages()) for (const item of page.items) items.push(item)
  } finally {
    run.end()
  }
  if (run.backward) items.reverse()
  if (!run.done && !run.full) throw budgetExceeded(run, items)
  const cursor = onward(run)
  return { items: items as R[], cursor, hasMore: cursor !== undefined, usage: run.meter.usage }
}

/** Reads one page: up to the limit or, without one, what one request gives (of each segment). A spent budget ends it early. */
export async function readPage<R>(start: RunStart): Promise<Page<R>> {
  const run = new QueryRun({ ...start, once: start.state.limit === undefined })
  const read: DecodedPage[] = []
  try {
    for await (const page of run.pages()) read.push(page)
  } finally {
    run.end()
  }
  return pageFrom(run, run.begun, read)
}

/** Yields a page for each request. Going back from a cursor, pages come in the order of reading, the items of each in the query's. */
export async function* pagesOf<R>(start: RunStart): AsyncGenerator<Page<R>, void, void> {
  const run = new QueryRun(start)
  let from = run.begun
  try {
    for await (const page of run.pages()) {
      const next = [...run.positions]
      yield pageFrom<R>(run, from, [page])
      from = next
    }
  } finally {
    run.end()
  }
}

/**
 * Yields the items; the next page is asked for when half of this one is taken.
 * @throws BudgetExceededError where the budget is spent before the end; QueryPlanError for a cursor that goes back.
 */
export async function* itemsOf<R>(start: RunStart): AsyncGenerator<R, void, void> {
  const run = new QueryRun(start)
  const { context, operation } = start
  // Items before a cursor are read nearest first: the first of them, which would have to come first, is read last.
  if (run.backward)
    throw new QueryPlanError({
      entity: context.model.name,
      operation,
      detail:
        'a `previous` cursor cannot be read item by item, as its items are read from the last one: use await, page() or pages()',
    })
  const pages = run.pages()
  try {
    let next = await pages.next()
    while (!next.done) {
      const { items } = next.value
      const half = Math.ceil(items.length / 2)
      let ahead: Promise<IteratorResult<DecodedPage, void>> | undefined
      for (const [at, item] of items.entries()) {
        if (at >= half && ahead === undefined) {
          ahead = pages.next()
          // Its failure is met when it is its turn, or by nobody where the loop is left before.
          ahead.catch(() => undefined)
        }
        yield item as R
      }
      next = await (ahead ?? pages.next())
    }
    if (!run.done && !run.full) throw budgetExceeded(run, [])
  } finally {
    run.end()
  }
}

/** Counts the matches, up to the limit. @throws BudgetExceededError where the budget is spent before. */
export async function countMatches(start: RunStart): Promise<number> {
  const run = new QueryRun({ ...start, count: true })
  const { limit } = start.state
  let count = 0
  try {
    for await (const page of run.stored()) {
      count += page.count
      run.positions[page.segment] = page.after
      run.taken = count
      if (limit !== undefined && count >= limit) return limit
    }
  } finally {
    run.end()
  }
  if (!run.done) throw budgetExceeded(run, [])
  return count
}

function pageFrom<R>(run: QueryRun, from: readonly StreamPosition[], read: readonly DecodedPage[]): Page<R> {
  const items = read.flatMap((page) => page.items)
  const more = onward(run)
  const back = turnedBack(run, from, read)
  const [cursor, previous] = run.backward ? [back, more] : [more, back]
  if (run.backward) items.reverse()
  return { items: items as R[], cursor, previous, hasMore: cursor !== undefined, usage: run.meter.usage }
}

// The cursor that goes on in the direction of the run; none at the end.
function onward(run: QueryRun): string | undefined {
  return run.done ? undefined : run.cursors.write(run.positions, run.backward)
}

// The cursor against the direction of the run: what stands before the first item that was read. None where the run began at the
// beginning (or, going back, at the end), and none for scans, which have one direction.
function turnedBack(
  run: QueryRun,
  [from]: readonly StreamPosition[],
  read: readonly DecodedPage[],
): string | undefined {
  if (run.start.plan.operation === 'Scan' || from === undefined) return undefined
  const first = read.flatMap((page) => page.sources)[0]
  if (first !== undefined) return run.cursors.write([run.positionAt(first)], !run.backward)
  // An empty page: all that lies behind is what stands before the place it came to, or before the very end.
  return run.cursors.write([run.positions[0] ?? undefined], !run.backward)
}

function budgetExceeded(run: QueryRun, items: readonly unknown[]): BudgetExceededError {
  const { context, operation } = run.start
  const { requests, examined } = run.meter.usage
  return new BudgetExceededError({
    entity: context.model.name,
    operation,
    detail: `the budget was spent after ${requests} requests that examined ${examined} items`,
    items,
    cursor: onward(run),
  })
}
