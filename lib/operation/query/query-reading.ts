// Ways to read a query: collected, by page, item by item, or counted.
import { BudgetExceededError } from '../../errors/budget-exceeded-error.js'
import { QueryPlanError } from '../../errors/query-plan-error.js'
import type { ReadUsage } from '../ground/usage-meter.js'
import type { StreamPosition } from './page-reader.js'
import { type DecodedPage, QueryRun, type RunStart } from './query-run.js'

/** One page of a query. */
export interface Page<R> {
  readonly items: R[]
  /** Continues after the last item; `undefined` at the end. An opaque, URL-safe string that is bound to this query. */
  readonly cursor: string | undefined
  /** Goes back to the items before the first one; `undefined` at the beginning, and for scans. */
  readonly previous: string | undefined
  /** Whether there may be more items. DynamoDB itself does not know before it reads on. */
  readonly hasMore: boolean
  readonly usage: ReadUsage
}

/** All results of a query, and its usage. */
export interface Collected<R> {
  readonly items: R[]
  /** Continues after a limit, in the same direction; `undefined` if everything was read. */
  readonly cursor: string | undefined
  readonly hasMore: boolean
  readonly usage: ReadUsage
}

/** Reads all matches up to the limit. @throws BudgetExceededError if the budget is spent first. */
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

/**
 * Reads one page: up to the limit or, without one, the result of one request (per segment). A spent budget ends it
 * early.
 */
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

/**
 * Yields a page for each request. Going back from a cursor, the nearest page comes first, with its items in the order
 * of the query.
 */
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
 * Yields the items. The next page is requested when half of the current one is consumed.
 * @throws BudgetExceededError if the budget is spent before the end.
 * @throws QueryPlanError if the cursor goes back.
 */
export async function* itemsOf<R>(start: RunStart): AsyncGenerator<R, void, void> {
  const run = new QueryRun(start)
  const { context, operation } = start
  // The items before a cursor are read starting with the nearest, so the item that must come first is read last.
  if (run.backward)
    throw new QueryPlanError({
      entity: context.model.name,
      operation,
      detail:
        'a `previous` cursor cannot be read item by item, because its items are read in reverse: use await, page() or pages()',
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
          // An error is thrown when it is this page's turn, or dropped if the loop ends first.
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

/** Counts the matches, up to the limit. @throws BudgetExceededError if the budget is spent first. */
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

// Returns the cursor that continues in the direction of the run; `undefined` at the end.
function onward(run: QueryRun): string | undefined {
  return run.done ? undefined : run.cursors.write(run.positions, run.backward)
}

// Returns the cursor in the opposite direction: the items before the first one that was read. `undefined` if the run
// started at the beginning (or, going back, at the end), and for scans, which have only one direction.
function turnedBack(
  run: QueryRun,
  [from]: readonly StreamPosition[],
  read: readonly DecodedPage[],
): string | undefined {
  if (run.start.plan.operation === 'Scan' || from === undefined) return undefined
  const first = read.flatMap((page) => page.sources)[0]
  if (first !== undefined) return run.cursors.write([run.positionAt(first)], !run.backward)
  // After an empty page, the cursor goes back from where the page ended, or from the very end.
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
