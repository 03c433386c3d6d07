// The generated pages of docs/ as text: made from the sources, written by scripts/docs.mjs, held in step by spec/house.
import { type ErrorRow, errorName } from '../lib/errors/codes.js'

/** A folder below a floor, and what stands in it. */
type Room = readonly [folder: string, what: string]

/**
 * The floors of lib/, lowest first, each with what it is and with its rooms, lowest first. An import goes down or stays in its room. Files that
 * stand on a floor outside of its rooms are above them.
 */
export const floors: readonly (readonly [floor: string, what: string, rooms?: readonly Room[]])[] = [
  ['util', 'the ground: no word of the domain'],
  ['version.ts', 'the ground: which release this is'],
  ['errors', 'the ground: every error, from one table of codes'],
  [
    'entity',
    'what an item is: attributes and their codecs, keys, indexes, tables, item types',
    [
      ['struct', 'what a struct says of itself, found by asking it'],
      ['text', 'bodies of requests and responses as text: written, opened and read'],
      ['codec', 'what a codec is made of: values walked, paths tracked, failures collected'],
      ['scan', 'values read straight from the text of a response, kind by kind'],
      ['codecs', 'one codec per file: one kind of struct, and how it is stored'],
      ['compile', 'the codec of a struct, put together once'],
      ['table', 'tables and descriptors, and the types inferred from them'],
      ['key/template', 'keys made of attributes: printed, read back, told apart'],
      ['key', 'keys, indexes and managed attributes'],
      ['item', 'marks and sizes of items'],
    ],
  ],
  [
    'expression',
    "DynamoDB's small language: paths, operators, conditions, projections, placeholders",
    [
      ['stored', 'stored values compared, added and measured, as DynamoDB does it'],
      ['path', 'paths and operands, and the placeholders that they print to'],
      ['condition', 'conditions as data, printed and evaluated'],
      ['chain', 'what users write conditions with: `where`, `if`, references'],
      ['function', 'update functions and their operands'],
      ['need', 'what must hold of an item so that an update leaves it readable'],
      ['change', 'one change: its path, its function, its arguments'],
      ['update', 'changes put together into one update expression'],
    ],
  ],
  [
    'plan',
    'which table or index serves which conditions',
    [
      ['condition', 'conditions in the normal form that plans are made from'],
      ['source', 'tables and indexes as places to read from'],
      ['template', 'which range of keys, made of attributes, conditions leave'],
      ['key', 'which conditions a key can serve'],
      ['cursor', 'places in a query, as text'],
    ],
  ],
  [
    'operation',
    'one DynamoDB operation per file: its chain, its compilation, its decoding',
    [
      ['ground', 'what every operation is: awaitable, run by a runner, with faces'],
      ['write', 'PutItem, DeleteItem, ConditionCheck'],
      ['get', 'GetItem'],
      ['update', 'UpdateItem'],
      ['many', 'options and errors shared by batches and transactions'],
      ['batch-read', 'BatchGetItem'],
      ['query', 'Query and Scan'],
      ['batch-write', 'BatchWriteItem'],
      ['transaction', 'TransactWriteItems and TransactGetItems'],
    ],
  ],
  [
    'executor',
    'the one way out: sends requests, retries, creates missing tables, notifies observers',
    [
      ['lean', 'commands that are cheaper to send: middleware planned once, bodies written and read here'],
      ['direct', "the direct transport: requests without the SDK's middleware"],
      ['sending', 'one request, sent: clients, commands, time limits, retries, errors'],
      ['tables', 'tables created, deleted and waited for'],
      ['scope', 'batches and transactions around a function'],
      ['reading', 'options that bear on reads: scans, cursors, gathered gets'],
    ],
  ],
  ['repository', 'what a user holds'],
  ['index.ts', 'the entry point: every public name'],
]

/**
 * The building next to the floors: it may import any of them, and nothing imports it. Its own rooms are ranked as those of a floor are, lowest
 * first.
 */
export const testingRoom: readonly [floor: string, what: string, rooms: readonly Room[]] = [
  'testing',
  "a public entry of its own, for users' tests",
  [
    ['engine/values', 'attribute values as the engine stores, compares and measures them'],
    ['engine/storage', 'items in memory: sorted partitions, index entries, pages'],
    ['engine/expressions', 'expressions parsed, checked and evaluated'],
    ['engine/requests', 'request bodies checked against the shapes of the API'],
    ['engine/tables', 'tables and their settings: create, describe, update, delete, time to live'],
    ['engine/streams', 'stream records, and the operations that read them'],
    ['engine/items', 'the operations on items: one, many, transactions, queries and scans'],
    ['engine/partiql/language', 'PartiQL statements parsed'],
    ['engine/partiql', 'PartiQL statements planned and run'],
    ['engine', 'the engine: operations by name, and the HTTP handler in front of them'],
    ['engine/faults', 'faults that a test plans: throttles, lost responses, delays'],
    ['command', '`npx dyntastic local`'],
  ],
]

const generated = '<!-- Generated by `npm run docs`: change the sources, not this page. -->'

/** The sentence of a file's first line, without the comment marks; `undefined` where there is none. */
export function firstSentence(source: string): string | undefined {
  return /^\/\/ (\S.*)$/m.exec(source.slice(0, source.indexOf('\n') + 1))?.[1]
}

/**
 * docs/map.md: a picture of the floors and rooms, a line for each room, and below it a line for each file, the highest floor first.
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
    // A floor without declared rooms may have folders all the same: their files are listed with the others.
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
    'Where things are. A floor imports only what is below it, and so does a room of a floor; `spec/house` keeps it that way.',
    'The picture and the lists are read from the sources.',
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

/** docs/errors.md: the table of codes, by family. */
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
    'Every error of the library extends `DyntasticError` and has a stable `code`. `entity` and `operation` say where it happened,',
    "`cause` is the SDK's error where there is one. Messages, stacks, JSON and inspection never hold values of attributes other",
    'than keys; what a program needs of them (`item`, `stored`, `value` of a failure) can be read from the error. Errors *before',
    'sending* mean that nothing was sent.',
    '',
    "`outcome` is what is known of the write behind the error: `'nothing written'` (each attempt was refused or never sent; also of every",
    "read), `'written'` (it was applied, and what came after it failed), or `'unknown'` (an attempt may have been applied, because its",
    'response was lost; of many writes also: some were applied and others were not). The message says it, too.',
  ].join('\n')
  return `# Errors\n\n${generated}\n\n${intro}\n\n${sections.join('\n')}`
}

/** The floor of a file of lib/: a folder's name, or the file's own if it stands at the top. */
export function floorOf(path: string): string {
  return path.split('/')[1] ?? path
}

/** The room of a file of lib/ on its floor; `''` for a file outside of the rooms. */
export function roomOf(path: string): string {
  return path.split('/').slice(2, -1).join('/')
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
