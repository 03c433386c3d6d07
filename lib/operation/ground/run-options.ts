// Options of one run of an operation, and their check.

import type { EntityModel } from '../../entity/model.js'
import { aSignal } from '../../errors/option-kinds.js'
import { checkOptions, type OptionTable } from '../../errors/option-table.js'
import type { RunOptions } from './runner.js'

/** The options of one run. */
export const runOptions: OptionTable<RunOptions> = {
  signal: { takes: aSignal, doc: 'Aborts the call: before it is sent, in flight, or between attempts.' },
}

/**
 * Checks the options of one run of an operation.
 * @throws InvalidOptionError if one is invalid.
 */
export function checkRunOptions(
  { name }: Pick<EntityModel, 'name'>,
  operation: string,
  options: RunOptions | undefined,
): void {
  // Most calls have no options.
  if (options !== undefined) checkOptions(runOptions, options, { entity: name, operation })
}
