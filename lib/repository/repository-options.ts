// Parts of a repository, and the options of its table methods: their types, tables and checks.
import type { EntityModel } from '../entity/model.js'
import { InvalidOptionError } from '../errors/invalid-option-error.js'
import { aBoolean, kind } from '../errors/option-kinds.js'
import type { OptionTable } from '../errors/option-table.js'
import { runOptions } from '../operation/ground/run-options.js'
import type { Runner } from '../operation/ground/runner.js'

/** The options of `createTable`, `deleteTable` and `tableExists`. */
export interface TableCallOptions {
  /** Whether to wait until DynamoDB is done; default true. */
  readonly wait?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** The options of the table methods. */
export const tableCallOptions: OptionTable<TableCallOptions> = {
  ...runOptions,
  wait: { takes: aBoolean, default: 'true', doc: 'Whether to wait until DynamoDB is done.' },
}

interface RepositoryParts {
  readonly entity: EntityModel
  readonly executor: Runner
}

// Checked by methods, not by class, to accept stubs and entities of another copy of the library.
const repositoryParts: OptionTable<RepositoryParts> = {
  entity: { takes: withMethods('an Entity', ['parseItem', 'decodeItem', 'keyOf']), doc: 'The entity.' },
  executor: {
    takes: withMethods('a CommandExecutor', ['run', 'toCommand']),
    doc: 'The executor that sends the requests.',
  },
}

function withMethods<T>(words: string, names: readonly string[]) {
  return kind<T>(words, (value) => names.every((name) => typeof Object(value)[name] === 'function'))
}

/**
 * Checks the arguments of a repository.
 * @throws InvalidOptionError if one is not what it should be.
 */
export function checkRepositoryParts(
  entity: EntityModel,
  executor: Runner,
  place = { operation: 'Repository', usage: 'new Repository(entity, executor)' },
): void {
  for (const [option, value] of [
    ['entity', entity],
    ['executor', executor],
  ] as const) {
    const fault = repositoryParts[option].takes.fault(value, option)
    if (fault !== undefined)
      throw new InvalidOptionError({
        operation: place.operation,
        option,
        detail: `${fault.detail}: ${place.usage}`,
      })
  }
}
