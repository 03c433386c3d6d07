// TransactWriteItems: applies operations together or not at all, and only once, however often they are sent.
import { randomUUID } from 'node:crypto'
import { DyntasticError, retold } from '../../errors/dyntastic-error.js'
import { isError } from '../../errors/is-error.js'
import { checkOptions } from '../../errors/option-table.js'
import { outcomeWords } from '../../errors/outcome.js'
import type { Facing } from '../ground/faces.js'
import type { Runner } from '../ground/runner.js'
import { type TransactionOptions, transactionOptions } from '../many/many-options.js'
import { checkList, inElement } from '../many/operation-list.js'
import { runWithGuards } from '../unique/guarded-run.js'
import { onCurrentGuarded, onCurrentItems } from '../upgrade/on-current-item.js'
import { cancellation } from './cancellation.js'
import { mostOperations, preparedOperations, TransactionContents, tooMany } from './transaction-contents.js'

/**
 * Applies all operations, or none, and returns what each resolves to. All are sent in one request with one token, so
 * that the runner may retry it. An empty list sends nothing.
 * @throws InvalidOptionError, TransactionLimitError, DuplicateOperationError, ScopeError, UnsupportedOperationError, or
 * the error of an operation, before sending.
 * @throws TransactionCancelledError, IdempotencyMismatchError or UnknownOutcomeError.
 */
export async function transactWrite(
  runner: Runner,
  operations: readonly Facing[],
  options: TransactionOptions,
): Promise<unknown[]> {
  checkOptions(transactionOptions, options, { operation: 'transaction' })
  const { token = randomUUID(), signal } = options
  checkList(operations, 'transaction')
  if (operations.length > mostOperations) throw tooMany(operations.length, 'transaction')
  const contents = new TransactionContents(runner)
  for (const [at, given] of (await preparedOperations(operations, options)).entries())
    contents.add(given, (each) => inElement('transaction', at, () => each.transactWriteFace()), at)
  if (options.token !== undefined) contents.refuseReading()
  await commit(contents, token, signal)
  return contents.faces.map(({ result }) => result)
}

async function commit(
  contents: TransactionContents,
  token: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { runner, faces } = contents
  if (contents.guarded) return commitGuarded(contents, token, signal)
  const request = contents.request(token)
  if (request === undefined) return
  try {
    await onCurrentItems(runner, contents.elements, { signal }, () => runner.run(request, { signal }))
  } catch (error) {
    throw repeatable(cancellation(error, faces, 'transaction'), token)
  }
}

// With the guards of unique values: each attempt is a transaction of its own, unless the token is the caller's, under
// which only the first one is sent.
async function commitGuarded(
  contents: TransactionContents,
  token: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { runner, elements } = contents
  let last = token
  const result = await onCurrentGuarded(runner, elements, { signal }, () =>
    runWithGuards({
      runner,
      faces: elements,
      options: { signal },
      send: ({ actions, guards, number }, options) => {
        last = number === 0 ? token : randomUUID()
        return runner.run(contents.guardedRequest(last, actions, guards), options)
      },
    }),
  )
  if (!('error' in result)) return
  throw repeatable(contents.failure(result), last)
}

// With the token, the caller can resolve an unknown outcome.
function repeatable(error: unknown, token: string): unknown {
  if (!isError(error, DyntasticError) || error.outcome !== 'unknown') return error
  return Object.assign(retold(error, { outcomeDetail: repeatWords(token) }), { token })
}

/** Says how to resolve the unknown outcome of a transaction that was sent with this token. */
export function repeatWords(token: string): string {
  return `${outcomeWords.unknown}; run the same operations again with the token '${token}' within 10 minutes to find out: they are applied only once`
}
