// Backfill of a repository: all items in the current version of their schema.
import type { EntityModel } from '../entity/model.js'
import { tooManyArguments } from '../errors/arity.js'
import { InvalidOptionError } from '../errors/invalid-option-error.js'
import { backfillItems } from '../operation/backfill/backfill.js'
import type { BackfillOptions } from '../operation/backfill/backfill-options.js'
import type { BackfillReport } from '../operation/backfill/backfill-report.js'
import type { Runner } from '../operation/ground/runner.js'

/** A repository, as far as a backfill needs it. */
export interface Backfilled {
  readonly entity: EntityModel
  readonly executor: Runner
}

/**
 * Brings all items of a repository to the current version of their schema: reads the table (Scan), and writes each
 * older item in the current version (PutItem; TransactWriteItems with unique values), on the condition that it is as it
 * was read. A newer write of another program is never replaced. With a checkpoint, a backfill that ended before its
 * time goes on where it was; once it is done, the checkpoint is removed, and the next run begins anew.
 * @example
 * const { versions, failures } = await backfill(orders, { segments: 4, checkpoint: 'orders-v3.json' })
 * // { versions: { 3: 120_000 }, failures: [] }
 * @throws InvalidOptionError if an option is invalid, or the checkpoint is not one of this backfill.
 * @throws UnsupportedOperationError if the entity has no `schemaVersion`.
 */
export async function backfill(repository: Backfilled, options?: BackfillOptions): Promise<BackfillReport> {
  const operation = 'backfill'
  if (arguments.length > 2) throw tooManyArguments(operation, 2, arguments.length, { operation })
  const { entity: model, executor: runner } = Object(repository) as Partial<Backfilled>
  if (model === undefined || runner === undefined)
    throw new InvalidOptionError({
      operation,
      option: 'repository',
      detail: 'backfill() takes a repository, and its options',
    })
  return backfillItems({ model, runner }, options)
}
