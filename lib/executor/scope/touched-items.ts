// Which items the operations of a batch are about: finds the second operation on one item.

import { keyOfStored } from '../../entity/key/key-values.js'
import { DuplicateOperationError } from '../../errors/duplicate-operation-error.js'
import { keyInWords } from '../../errors/key-in-words.js'
import type { Facing } from '../../operation/ground/faces.js'
import type { Runner } from '../../operation/ground/runner.js'
import { type Held, itemText, nameOf } from '../../operation/transaction/transaction-limits.js'

/** The items touched so far. Two are one where client, table and key are. */
export class TouchedItems {
  readonly runner: Runner
  readonly byClient: Map<unknown, Map<string, Held>> = new Map()

  constructor(runner: Runner) {
    this.runner = runner
  }

  /** Notes what an operation is about. @throws DuplicateOperationError, with both, where another one is about it already. */
  add(face: Held['face'], operation: Facing): void {
    const client = this.runner.clientFor?.(face.model.table)
    const touched = this.byClient.get(client) ?? new Map<string, Held>()
    this.byClient.set(client, touched)
    const text = itemText(face)
    const first = touched.get(text)
    if (first === undefined) touched.set(text, { face, operation })
    else throw duplicate(first, { face, operation })
  }

  clear(): void {
    this.byClient.clear()
  }
}

function duplicate(first: Held, second: Held): DuplicateOperationError {
  const { model, operation, stored } = second.face
  const key = keyOfStored(model.key, stored)
  const operations = [first.operation, second.operation]
  const detail = `${nameOf(first.face)} came before and is about the same item, ${keyInWords(key)}; \`duplicates: 'last'\` writes the last one`
  return new DuplicateOperationError({ entity: model.name, operation, key, operations, detail })
}
