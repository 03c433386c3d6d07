// saveMany and deleteMany: writes any number of items of one entity, from arrays, iterables and async iterables.

import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { kindOf } from '../../errors/failures.js'
import { InvalidKeyError } from '../../errors/invalid-key-error.js'
import { checkOptions } from '../../errors/option-table.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { ValidationError } from '../../errors/validation-error.js'
import { isTextOrBytes } from '../../util/bytes.js'
import { deferredValue } from '../ground/deferred.js'
import type { OperationContext } from '../ground/operation.js'
import { type BatchOptions, type SaveManyOptions, saveManyOptions } from '../many/many-options.js'
import { deleteOperation } from '../write/delete.js'
import { boundGuards } from '../write/kind-guards.js'
import { creationOf, PutOperation } from '../write/put.js'
import type { PutItem } from '../write/put-item.js'
import { noClauses } from '../write/write.js'
import { type WriteElement, writeElement } from './write-element.js'
import { WriteLanes } from './write-lanes.js'
import { type WriteMaking, writeFace, writeList, writeStreamed } from './write-list.js'
import { WriteRun } from './write-run.js'
import { IterableSource, listSource, type ManySource } from './write-source.js'
import type { WriteReport } from './write-tally.js'

/** Saves whole items, replacing existing ones. @throws the errors of `Repository.saveMany`. */
export async function saveMany(
  context: OperationContext,
  source: ManySource<unknown>,
  options: SaveManyOptions = {},
): Promise<WriteReport> {
  const operation = 'saveMany'
  const { model } = context
  checkOptions(saveManyOptions, options, { entity: model.name, operation })
  refuseUnique(model, operation)
  const { version } = model.managed
  if (version !== undefined && options.overwrite !== true)
    throw new UnsupportedOperationError({
      entity: model.name,
      operation,
      detail: `batches do not support conditions, and the version ('${version}') needs one; use { overwrite: true } to write regardless of the stored version, or save up to 100 items with executor.transaction([...])`,
    })
  if (options.overwrite !== true) refuseMarks(model, operation, replacesMarked)
  const [beyond] = boundGuards(model)
  if (beyond !== undefined)
    throw new UnsupportedOperationError({
      entity: model.name,
      operation,
      detail: `batches do not support conditions, which keep writes within the bounds of the repository: save one by one, or up to 100 items with executor.transaction([...])`,
    })
  if (model.contested && options.overwrite !== true)
    throw new UnsupportedOperationError({
      entity: model.name,
      operation,
      detail: `batches do not support conditions, and items of another kind can have the same keys; set { overwrite: true } to replace whatever is stored, or save up to 100 of them by executor.transaction([...])`,
    })
  const creation = creationOf(model)
  return writeMany(context, operation, source, options, {
    // An array is kept until it is written, so only the stored form is kept; operations are recreated for what is left.
    make(input, index) {
      const stored = model.storedInput(input, 'save')
      const request = { PutRequest: { Item: stored } }
      return writeElement({ model, stored, request, creation }, index, stored)
    },
    again: (stored) =>
      new PutOperation(context, 'save', deferredValue(putAgain(model, stored as StoredItem)), noClauses),
  })
}

// The guards of a value and its item must be written together, under conditions.
function refuseUnique({ name: entity, unique }: EntityModel, operation: string): void {
  if (unique.length === 0) return
  const detail =
    'batches do not support conditions, and keeping values unique needs them: use executor.transaction([...]), or write the items one by one'
  throw new UnsupportedOperationError({ entity, operation, detail })
}

function refuseMarks({ name: entity, deletion }: EntityModel, operation: string, detail: string): void {
  if (deletion !== undefined) throw new UnsupportedOperationError({ entity, operation, detail })
}

const replacesMarked =
  'batches do not support conditions, which keep deleted items from being replaced; use { overwrite: true } to replace them too, or save up to 100 items with executor.transaction([...])'
const removesItems =
  'batches put and remove whole items, and cannot mark them as deleted: use executor.transaction([...]), delete the items one by one, or remove them permanently with executor.batch(keys.map((key) => repository.purge(key)))'

function putAgain(model: EntityModel, stored: StoredItem): PutItem {
  return Object.freeze({ item: itemOf(model, stored), stored, guards: [], over: model.contested })
}

// A custom codec may fail here, but no write may be lost because of it: the stored form is written in any case.
function itemOf(model: EntityModel, stored: StoredItem): object {
  try {
    return model.decodeItem(stored, 'save')
  } catch {
    return stored
  }
}

/** Deletes items by key, or by item. @throws the errors of `Repository.deleteMany`. */
export async function deleteMany(
  context: OperationContext,
  source: ManySource<unknown>,
  options: SaveManyOptions = {},
): Promise<WriteReport> {
  checkOptions(saveManyOptions, options, { entity: context.model.name, operation: 'deleteMany' })
  refuseUnique(context.model, 'deleteMany')
  refuseMarks(context.model, 'deleteMany', removesItems)
  return writeMany(context, 'deleteMany', source, options, {
    make(key, index) {
      const made = deleteOperation(
        context,
        options.overwrite === true ? withoutVersion(context.model, key) : key,
        options.overwrite === true,
      )
      // It counts as used, rejected or not.
      context.runner.watch?.used(made)
      return writeElement(writeFace(made, context.runner), index, made)
    },
    again: (origin) => origin,
  })
}

// A delete by key alone does not check the version.
function withoutVersion({ managed: { version } }: EntityModel, given: unknown): unknown {
  if (version === undefined || typeof given !== 'object' || given === null || !(version in given))
    return given
  const { [version]: _, ...rest } = given as Record<string, unknown>
  return rest
}

interface Elements {
  make(given: unknown, index: number): WriteElement
  again(origin: unknown): unknown
}

function writeMany(
  { model, runner }: OperationContext,
  operation: string,
  given: ManySource<unknown>,
  options: BatchOptions,
  elements: Elements,
): Promise<WriteReport> {
  const lanes = new WriteLanes(runner)
  const making: WriteMaking = { operation, lanes, duplicates: options.duplicates, ...elements }
  const streamed = !Array.isArray(given)
  const source = streamed
    ? new IterableSource(iterable(given, model.name, operation), (element, index) =>
        writeStreamed(element, index, making),
      )
    : listSource(writeList(given, making))
  const { again } = elements
  const { name: entity } = model
  return new WriteRun({ runner, operation, entity, source, lanes, again, streamed }, options).complete()
}

function iterable(
  given: unknown,
  entity: string,
  operation: string,
): Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof given === 'object' && given !== null && !isTextOrBytes(given))
    if (Symbol.asyncIterator in given || Symbol.iterator in given)
      return given as Iterable<unknown> | AsyncIterable<unknown>
  const message = `expected an array, an iterable or an async iterable, not ${kindOf(given)}`
  if (operation === 'deleteMany') throw new InvalidKeyError({ entity, operation, detail: message })
  throw new ValidationError({ entity, operation, failures: [{ path: [], message, value: given }] })
}
