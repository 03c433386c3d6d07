// Text of the generated pages of docs/: made from the sources, written by scripts/docs.mjs, checked by spec/house.
import { type ErrorRow, errorName } from '../lib/errors/codes.js'

/** A folder of a floor, and what it contains. */
type Room = readonly [folder: string, what: string]

/**
 * The floors of lib/, lowest first, each with a description and its rooms, lowest first. An import goes down or stays
 * in its room. Files of a floor that are not in a room are above its rooms.
 */
export const floors: readonly (readonly [floor: string, what: string, rooms?: readonly Room[]])[] = [
  ['util', 'the ground: general functions, which know nothing of DynamoDB'],
  ['version.ts', 'the ground: which release this is'],
  ['errors', 'the ground: every error, from one table of codes'],
  [
    'entity',
    'what an item is: attributes and their codecs, keys, indexes, tables, item types',
    [
      ['struct', 'what a struct accepts, determined by inspecting it'],
      ['text', 'request and response bodies as text: writing, opening and reading them'],
      ['codec', 'the parts of a codec: walking values, tracking paths, collecting failures'],
      ['scan', 'reading values directly from the text of a response, kind by kind'],
      ['codecs', 'one codec per file: one kind of struct, and how it is stored'],
      ['compile', 'assembling the codec of a struct, once'],
      ['table', 'tables and descriptors, and the types inferred from them'],
      ['unique', 'unique values, and the keys of the guards that hold them'],
      ['key/template', 'key templates: printing keys from attributes, parsing them, telling them apart'],
      ['key', 'keys, kinds and managed attributes'],
      ['key/indexes', 'secondary and vector indexes, and the keys that templates make'],
      ['item', 'marks and sizes of items'],
      ['versions', 'versions of a schema, and the items of older ones, upgraded'],
    ],
  ],
  [
    'expression',
    "DynamoDB's small language: paths, operators, conditions, projections, placeholders",
    [
      ['stored', 'comparing, adding and measuring stored values as DynamoDB does'],
      ['path', 'paths and operands, and their placeholders'],
      ['condition', 'conditions as data: printing and evaluating them'],
      ['shape', 'what expressions have in common that differ in their values only'],
      ['chain', 'what users write conditions with: `where`, `if`, references'],
      ['function', 'update functions and their operands'],
      ['need', 'what must be true of an item for an update to leave it valid'],
      ['change', 'one change: its path, its function, its arguments'],
      ['update', 'combining changes into one update expression'],
    ],
  ],
  [
    'plan',
    'which table or index serves which conditions',
    [
      ['condition', 'conditions in the normal form that the planner uses'],
      ['source', 'tables and indexes as sources of a query'],
      ['template', 'the range of templated keys that conditions allow'],
      ['key', 'which conditions a key can serve'],
      ['cursor', 'cursors: positions in a query, as strings'],
    ],
  ],
  [
    'operation',
    'one DynamoDB operation per file: its chain, its compilation, its decoding',
    [
      ['ground', 'what all operations have in common: awaitable, run by a runner, with faces'],
      ['rate', 'the capacity units that a run consumes per second'],
      ['unique', 'writes that keep values unique: transactions with guards'],
      ['upgrade', 'writing items of older versions of a schema in the current one'],
      ['write', 'PutItem, DeleteItem, ConditionCheck'],
      ['get', 'GetItem'],
      ['derived', 'index keys that follow updates'],
      ['update', 'UpdateItem'],
      ['many', 'options and errors shared by batches and transactions'],
      ['batch-read', 'BatchGetItem'],
      ['unique-check', 'checking the guards of unique values, and repairing them'],
      ['backfill', 'bringing all items to the current version of their schema'],
      ['search', 'SearchVectors'],
      ['query', 'Query and Scan'],
      ['batch-write', 'BatchWriteItem'],
      ['transaction', 'TransactWriteItems and TransactGetItems'],
      ['soft-delete', 'deletes that mark items, and restores'],
      ['move', 'giving an item another key: GetItem, then TransactWriteItems'],
    ],
  ],
  [
    'executor',
    'sends all requests, retries them, creates missing tables, notifies observers',
    [
      ['signature', 'AWS Signature Version 4'],
      [
        'client',
        "the SDK's client: whether it is as the SDK made it, its middleware, first attempts without its retries",
      ],
      ['lean', 'commands that are cheaper to send: middleware planned once, and some of it done here'],
      ['direct', "the direct transport: requests without the SDK's middleware"],
      ['sending', 'sending one request: clients, commands, time limits, retries, errors'],
      ['tables', 'creating and deleting tables, and waiting for them'],
      ['scope', 'batches and transactions around a function'],
      ['reading', 'options of reads: scans, cursors, gathered gets'],
    ],
  ],
  ['repository', 'repositories and entities, the classes that users work with'],
  ['streams', 'a public entry of its own: handlers of the records of streams'],
  ['otel', 'a public entry of its own: spans of OpenTelemetry'],
  ['index.ts', 'the entry point: every public name'],
]

/**
 * The building next to the floors: it may import from any of them, and nothing imports it. Its rooms are ranked like
 * those of a floor, lowest first.
 */
export const testingRoom: readonly [floor: string, what: string, rooms: readonly Room[]] = [
  'testing',
  "a public entry of its own, for users' tests",
  [
    ['engine/values', 'storing, comparing and measuring attribute values'],
    ['engine/storage', 'items in memory: sorted partitions, index entries, pages'],
    ['engine/expressions', 'parsing, checking and evaluating expressions'],
    ['engine/requests', 'checking request bodies against the shapes of the API'],
    ['engine/tables', 'tables and their settings: create, describe, update, delete, time to live'],
    ['engine/vectors', 'searching vector indexes'],
    ['engine/streams', 'stream records, and the operations that read them'],
    ['engine/items', 'the operations on items: one, many, transactions, queries and scans'],
    ['engine/partiql/language', 'parsing PartiQL statements'],
    ['engine/partiql', 'planning and running PartiQL statements'],
    ['engine', 'the engine: operations by name, and the HTTP handler in front of them'],
    ['engine/faults', 'faults that a test plans: throttles, lost responses, delays'],
    ['command', '`npx dyntastic local`'],
  ],
]

const generated = '<!-- Generated by `npm run docs`: change the sources, not this page. -->'

/** Returns the sentence on a file's first line, without the comment marks; `undefined` if there is none. */
export function firstSentence(source: string): string | undefined {
  return /^\/\/ (\S.*)$/m.exec(source.slice(0, source.indexOf('\n') + 1))?.[1]
}

/**
 * Returns docs/map.md: a graph of the floors and rooms, a line for each room, and below it a line for each file, the
 * highest floor first.
 * @param sources file paths from the project's root (`lib/entity/table/table.ts`) to their text
 */
export function mapPage(sources: ReadonlyMap<string, string>): string {
  const sections = [testingRoom, ...floors.toReversed()].flatMap(([floor, what, rooms = []]) => {
    const files = [...sources.keys()].filter((path) => floorOf(path) === floor).sort()
    if (files.length === 0) return []
    const own = files.filter((path) => roomOf(path) === '')
    const parts = rooms.toReversed().flatMap(([room, purpose]) => {
      const inside = files.filter((path) => roomOf(path) === room)
      return inside.length === 0
        ? []
        : [`### ${floor}/${room}\n\n${capitalized(purpose)}.\n\n${lines(inside, sources)}`]
    })
    // A floor without declared rooms may still have folders: their files are listed with the others.
    const stray = files.filter(
      (path) => roomOf(path) !== '' && !rooms.some(([room]) => room === roomOf(path)),
    )
    const list = [...own, ...stray].sort()
    return [
      [
        `## ${floor}\n\n${capitalized(what)}.`,
        ...(list.length > 0 ? [lines(list, sources)] : []),
        ...parts,
      ].join('\n\n'),
    ]
  })
  const intro = [
    'Where to find what. A floor imports only from floors below it, and a room only from rooms below it; `spec/house` checks this.',
    'The graph and the lists are generated from the sources.',
  ].join('\n')
  return `# Map of lib/\n\n${generated}\n\n${intro}\n\n${picture()}\n\n${overview()}\n\n${sections.join('\n\n')}\n`
}

// The floors and their rooms as a Mermaid graph, the highest on top.
function picture(): string {
  const boxes = [testingRoom, ...floors.toReversed()].flatMap(([floor, , rooms = []]) => [
    `  subgraph ${identifier(floor)}["${floor}"]`,
    '    direction LR',
    ...(rooms.length === 0 ? [`    ${identifier(floor)}_all[" "]`] : []),
    ...rooms.toReversed().map(([room]) => `    ${identifier(floor)}_${identifier(room)}["${room}"]`),
    '  end',
  ])
  const order = [testingRoom, ...floors.toReversed()].map(([floor]) => identifier(floor))
  const arrows = order.slice(1).map((floor, at) => `  ${order[at]} --> ${floor}`)
  return ['```mermaid', 'flowchart TB', ...boxes, ...arrows, '```'].join('\n')
}

function identifier(name: string): string {
  return name.replace(/\W/g, '_')
}

function overview(): string {
  const rows = [testingRoom, ...floors.toReversed()].flatMap(([floor, what, rooms = []]) => [
    `| **${floor}** | ${capitalized(what)} |`,
    ...rooms.toReversed().map(([room, purpose]) => `| ${floor}/${room} | ${capitalized(purpose)} |`),
  ])
  return ['| floor or room | what is there |', '| --- | --- |', ...rows].join('\n')
}

function lines(paths: readonly string[], sources: ReadonlyMap<string, string>): string {
  return paths
    .map(
      (path) =>
        `- [${path.slice('lib/'.length)}](../${path}): ${firstSentence(sources.get(path) ?? '') ?? ''}`,
    )
    .join('\n')
}

/** Returns docs/errors.md: the table of codes, by family. */
export function decisionsPage(records: ReadonlyMap<string, string>): string {
  const lines = [...records].map(([name, text]) => `- [${/^# (.*)$/m.exec(text)?.[1] ?? name}](${name})`)
  return [
    '# Decisions',
    '',
    '<!-- Generated by `npm run docs` from the titles of the records. -->',
    '',
    'Each record explains a choice that a newcomer might question: what was decided, why, and what it costs.',
    '',
    ...lines.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    '',
  ].join('\n')
}

export function errorsPage(codes: Readonly<Record<string, ErrorRow>>): string {
  const families = [...new Set(Object.values(codes).map(({ family }) => family))].sort().toReversed()
  const sections = families.map((family) => {
    const lines = Object.entries(codes)
      .filter(([, row]) => row.family === family)
      .map(
        ([code, { sentence, remedy }]) =>
          `| \`${errorName(code)}\` | \`${code}\` | ${sentence} | ${remedy} |`,
      )
    const head = '| class | code | what happened | what to do |\n| --- | --- | --- | --- |'
    return `## ${capitalized(family)}\n\n${head}\n${lines.join('\n')}\n`
  })
  const intro = [
    'Every error of the library extends `DyntasticError` and has a stable `code`. `entity` and `operation` tell where it happened;',
    "`cause` is the SDK's error, if there is one. Messages, stacks, JSON and inspection never contain values of attributes other",
    'than keys; your code can read them from the error (`item`, `stored`, `value` of a failure). If an error is listed under',
    '*Before sending*, nothing was sent.',
    '',
    '`outcome` tells whether the write that failed was applied. The message contains it, too:',
    '',
    "- `'nothing written'`: each attempt was rejected or never sent. Errors of reads always have this outcome.",
    "- `'written'`: the write was applied, and something after it failed.",
    "- `'unknown'`: an attempt may have been applied, because its response was lost. For many writes, also: some were applied and others",
    '  were not.',
  ].join('\n')
  return `# Errors\n\n${generated}\n\n${intro}\n\n${sections.join('\n')}`
}

/** Returns the floor of a file of lib/: the name of its top folder, or of the file if it is not in a folder. */
export function floorOf(path: string): string {
  return path.split('/')[1] ?? path
}

/** Returns the room of a file of lib/ on its floor; `''` for a file that is not in a room. */
export function roomOf(path: string): string {
  return path.split('/').slice(2, -1).join('/')
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
