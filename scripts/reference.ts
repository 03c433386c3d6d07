// docs/guide/reference.md as text: tables made from the rows in code that the library itself works by.
import { codecs } from '../lib/entity/codecs/table.js'
import { slotFormats } from '../lib/entity/key/template/slot-formats.js'
import { attributeRows } from '../lib/entity/struct/attribute.js'
import { storageForms } from '../lib/entity/struct/storage-form.js'
import {
  computedSideOptions,
  descriptorOptions,
  indexOptions,
  templateIndexOptions,
} from '../lib/entity/table/descriptor.js'
import { schemaVersionRows, upgradeRows } from '../lib/entity/table/schema-version.js'
import { purgeAfterOptions, softDeleteOptions } from '../lib/entity/table/soft-delete-options.js'
import { kindOptions, tableIndexOptions, tableOptions } from '../lib/entity/table/table-options.js'
import type { OptionRow } from '../lib/errors/option-table.js'
import { executorOptions, timeLimits } from '../lib/executor/executor-options.js'
import { retryOptions } from '../lib/executor/retry-policy.js'
import { batchScopeOptions } from '../lib/executor/scope/batch-scope.js'
import { scopeOptions } from '../lib/executor/scope/scope.js'
import { transactionScopeOptions } from '../lib/executor/scope/transaction-scope.js'
import { listOptions } from '../lib/expression/change/update-arguments.js'
import { operators } from '../lib/expression/condition/operators.js'
import { updateFunctions } from '../lib/expression/function/update-functions.js'
import { backfillOptions } from '../lib/operation/backfill/backfill-options.js'
import { runOptions } from '../lib/operation/ground/run-options.js'
import {
  batchOptions,
  manyOptions,
  saveManyOptions,
  transactionOptions,
} from '../lib/operation/many/many-options.js'
import { budgetOptions, queryArguments } from '../lib/operation/query/query-state.js'
import {
  readRateOptions,
  readWriteRateOptions,
  writeRateOptions,
} from '../lib/operation/rate/rate-options.js'
import { searchArguments } from '../lib/operation/search/search-state.js'
import { checkUniqueOptions } from '../lib/operation/unique-check/check-options.js'
import { openTelemetryOptions } from '../lib/otel/index.js'
import { tableCallOptions } from '../lib/repository/repository-options.js'
import { streamOptions } from '../lib/streams/stream-options.js'
import { deliveryOptions } from '../lib/testing/delivery-options.js'
import { localOptions } from '../lib/testing/start-local.js'

type Rows = { readonly [name: string]: OptionRow }

/** Every table of options: its constant in lib/, and what it is of. */
export const optionTables: readonly (readonly [constant: string, heading: string, rows: Rows])[] = [
  ['descriptorOptions', '`new Entity({ … })`', descriptorOptions],
  ['softDeleteOptions', '`softDelete: { … }`', softDeleteOptions],
  ['purgeAfterOptions', '`purgeAfter: { … }`', purgeAfterOptions],
  ['schemaVersionRows', '`schemaVersion: { … }`', schemaVersionRows],
  ['upgradeRows', '`upgrade(from, attributes, apply)`', upgradeRows as Rows],
  ['indexOptions', '`indexes: { name: { … } }`', indexOptions],
  [
    'templateIndexOptions',
    '`indexes: { name: { … } }` on a Table that declares its `key`',
    templateIndexOptions,
  ],
  ['computedSideOptions', 'a computed side of such a key', computedSideOptions],
  ['attributeRows', '`attribute(struct, { … })`', attributeRows as Rows],
  ['tableOptions', '`new Table({ … })`', tableOptions],
  ['tableIndexOptions', '`indexes: { name: { … } }` of a Table', tableIndexOptions],
  ['kindOptions', '`kind: { … }` of a Table', kindOptions],
  ['executorOptions', '`new CommandExecutor({ … })`', executorOptions],
  ['timeLimits', '`timeout: { … }` of an executor', timeLimits],
  ['retryOptions', '`retry: { unprocessed: { … }, conflicts: { … } }` of an executor', retryOptions],
  ['runOptions', '`operation.execute({ … })`', runOptions],
  ['queryArguments', 'arguments of query and scan chains', queryArguments],
  ['searchArguments', 'arguments of search chains', searchArguments],
  ['budgetOptions', '`query.budget({ … })`', budgetOptions],
  ['readRateOptions', '`query.rate({ … })`, `rate: { … }` of `getMany` and `batchGet`', readRateOptions],
  ['writeRateOptions', '`rate: { … }` of `saveMany`, `deleteMany` and `executor.batch`', writeRateOptions],
  ['readWriteRateOptions', '`rate: { … }` of `backfill()` and `checkUnique()`', readWriteRateOptions],
  ['manyOptions', '`getMany(keys, { … })`, `executor.batchGet(operations, { … })`', manyOptions],
  ['saveManyOptions', '`saveMany(items, { … })`', saveManyOptions],
  ['backfillOptions', '`backfill(repository, options)`', backfillOptions],
  ['checkUniqueOptions', '`checkUnique({ … })`', checkUniqueOptions],
  ['batchOptions', '`executor.batch(operations, { … })`, `deleteMany(keys, { … })`', batchOptions],
  ['transactionOptions', '`executor.transaction(operations, { … })`', transactionOptions],
  ['scopeOptions', 'a batch or a transaction around a function', scopeOptions],
  ['batchScopeOptions', '`executor.batch(async () => { … }, { … })`', batchScopeOptions],
  ['transactionScopeOptions', '`executor.transaction(async () => { … }, { … })`', transactionScopeOptions],
  ['listOptions', '`append(path, elements, { … })`, `prepend`', listOptions],
  ['tableCallOptions', '`createTable({ … })`, `deleteTable({ … })`', tableCallOptions],
  ['streamOptions', '`streamHandler(entities, handlers, { … })`', streamOptions as Rows],
  ['openTelemetryOptions', '`openTelemetry({ … })`', openTelemetryOptions as Rows],
  ['localOptions', '`startLocal({ … })`', localOptions],
  ['deliveryOptions', '`local.stream(table).deliver(handler, { … })`', deliveryOptions],
]

const generated = '<!-- Generated by `npm run docs`: change the sources, not this page. -->'

/** docs/guide/reference.md. */
export function referencePage(): string {
  return `# Reference

${generated}

Every struct, storage form, operator, update function and option. [Errors](../errors.md) have a page of their own.

## Structs

\`nullable()\` adds NULL, \`optional()\` absence; \`defaulted()\`, coercions and refinements are stored as what they wrap.

${structTable()}

## Storage forms

\`attribute(struct, { as: '…' })\` chooses how a value is stored, if its struct leaves a choice.

${table(
  ['form', 'structs', 'stored as'],
  Object.entries(storageForms).map(([form, doc]) => [`\`'${form}'\``, structsOf(form), doc]),
)}

## Operators

For conditions: \`.where(path)\` of queries and scans, \`.if(path)\` of writes, and references in callbacks. In a key condition DynamoDB takes
only those with a key side.

${table(
  ['operator', 'what it is true for', 'data types', 'after `size()`', 'key sides'],
  Object.entries(operators).map(([name, { doc, types, afterSize, keys }]) => [
    `\`${name}\``,
    doc,
    types.length === 10 ? 'all' : types.join(' '),
    afterSize ? 'yes' : '',
    keys.join(', '),
  ]),
)}

## Update functions

${table(
  ['function', 'what it does', 'clause'],
  Object.entries(updateFunctions).map(([name, { doc, clause }]) => [`\`${name}\``, doc, clause]),
)}

## Formats of key templates

A template of a key is constant text and \`{attribute}\` or \`{attribute:format}\`; \`{{\` is a brace. A number needs a width.

${table(
  ['format', 'what it writes'],
  slotFormats.map(({ format, doc }) => [format === '' ? 'none' : `\`${format}\``, doc]),
)}

## Options

An unknown name and a value of the wrong kind throw an \`InvalidOptionError\`; in a descriptor, an \`EntityDefinitionError\`.

${optionTables.map(([, heading, rows]) => `### ${heading}\n\n${optionTable(rows)}`).join('\n\n')}
`
}

function structTable(): string {
  const rows = codecs.map(({ kinds, doc }) => [kinds.map((kind) => `\`${kind}()\``).join(', '), doc])
  return table(['struct', 'stored as'], rows)
}

function structsOf(form: string): string {
  const kinds = codecs
    .filter(({ forms }) => forms?.some((known) => known === form))
    .flatMap((row) => row.kinds)
  return kinds.map((kind) => `\`${kind}\``).join(' ')
}

function optionTable(rows: Rows): string {
  const cells = Object.entries(rows).map(([name, { takes, default: value, doc }]) => [
    `\`${name}\``,
    takes.words,
    value === undefined ? '' : /^[\w'"[{.]/.test(value) && !/ \w+ /.test(value) ? `\`${value}\`` : value,
    doc,
  ])
  return table(['option', 'takes', 'default', 'what it does'], cells)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
