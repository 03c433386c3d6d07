// Arguments of the executor's methods: what each takes, and how it is checked.
import { isTable, type Table } from '../entity/table/table.js'
import { aFunction, kind } from '../errors/option-kinds.js'
import type { OptionRow } from '../errors/option-table.js'

/** The argument of the methods that run a function inside a scope or outside all scopes. */
export const workArgument: OptionRow<(scope: never) => unknown> = {
  takes: aFunction(),
  doc: 'The function to run in a scope or outside; its result is returned.',
}

/** The argument of `transportFor`. */
export const tableArgument: OptionRow<Table> = {
  takes: kind('a Table, such as that of an entity (`Users.table`)', isTable),
  doc: 'The table whose requests are sent.',
}
