// Order of a command's middleware, computed once per client and command class instead of on every call.

import type { ResponseReaders } from '../../entity/text/response-scan.js'
import {
  type BodyConfiguration,
  type BodyState,
  deserializerName,
  newBodyState,
  ownDeserializer,
  ownSerializer,
  type StackHandler,
  type StackMiddleware,
  serializerName,
} from './own-bodies.js'

type Position = Readonly<Record<string, unknown>>

/** The part of the SDK's MiddlewareStack (@smithy/types) that is used here. */
export interface Stack {
  add(middleware: StackMiddleware, position: Position): void
  addRelativeTo(middleware: StackMiddleware, position: Position): void
  applyToStack(stack: object): void
  concat(stack: Stack): Stack
  resolve(handler: StackHandler, context: unknown): StackHandler
  identifyOnResolve?(): boolean
}

interface Entry {
  readonly middleware: StackMiddleware
  readonly position: Position
  readonly relative: boolean
}

interface Plan {
  readonly ofClient: readonly Entry[]
  readonly ofCommand: readonly Entry[]
  /** Indexes into both lists, the client's first; innermost middleware first. */
  readonly order: readonly number[]
  /** State of the bodies; `undefined` if the client has other middleware than the SDK's, which may look at them. */
  readonly bodies: BodyState | undefined
}

/** How the bodies of one command are written and read in the place of the SDK. */
export interface OwnBodies {
  readonly configuration: BodyConfiguration
  /** Readers of the items in the response; without them, the output is as the SDK returns it. */
  readonly readers: ResponseReaders | undefined
}

/** What one command of a class is resolved with. */
export interface PlanParts {
  readonly Command: unknown
  emptyStack(): Stack
  readonly plans: Plans
  readonly bodies: OwnBodies | undefined
}

/** Plans by the client's stack and the command's class. */
export type Plans = WeakMap<object, Map<unknown, Plan>>

/**
 * Returns a replacement for a client's stack, for `command.resolveMiddleware`. It resolves to the same chain of the
 * same middleware, created for this call, in the order of the SDK's own stack. Only the order is cached, and only while
 * both stacks hold the same entries, so that middleware added or removed later takes effect immediately.
 *
 * With `bodies`, the SDK's serializer and deserializer are wrapped in our own, by their names in the client's stack.
 */
export function plannedStack(client: Stack, parts: PlanParts): Stack {
  return Object.create(client, {
    concat: {
      value: (command: Stack): Stack => {
        if (client.identifyOnResolve?.() === true) return client.concat(command)
        const ofClient = entriesOf(client)
        const ofCommand = entriesOf(command)
        const plan = planOf(client, parts, ofClient, ofCommand)
        const { order } = plan
        const resolve = (handler: StackHandler, context: unknown): StackHandler => {
          let chain = handler
          for (const index of order) {
            const entry = index < ofClient.length ? ofClient[index] : ofCommand[index - ofClient.length]
            if (entry !== undefined) chain = middlewareOf(entry, plan, parts.bodies)(chain, context)
          }
          return chain
        }
        return Object.create(command, { resolve: { value: resolve } })
      },
    },
  })
}

function middlewareOf(entry: Entry, { bodies: state }: Plan, bodies: OwnBodies | undefined): StackMiddleware {
  const { middleware, position } = entry
  if (state === undefined || bodies === undefined) return middleware
  if (position['name'] === serializerName) return ownSerializer(middleware, state)
  if (position['name'] === deserializerName) return ownDeserializer(middleware, { state, ...bodies })
  return middleware
}

function planOf(
  client: Stack,
  { Command, emptyStack, plans }: PlanParts,
  ofClient: readonly Entry[],
  ofCommand: readonly Entry[],
): Plan {
  const known = plans.get(client)?.get(Command)
  if (
    known !== undefined &&
    sameEntries(known.ofClient, ofClient, true) &&
    sameEntries(known.ofCommand, ofCommand, false)
  )
    return known
  const order = orderOf([...ofClient, ...ofCommand], emptyStack())
  const plan = { ofClient, ofCommand, order, bodies: isOfSdk(ofClient) ? newBodyState() : undefined }
  const byCommand = plans.get(client) ?? new Map<unknown, Plan>()
  plans.set(client, byCommand.set(Command, plan))
  return plan
}

// A stack reveals its entries when it adds them to another stack, which is how it is copied (`applyToStack`).
function entriesOf(stack: Stack): Entry[] {
  const entries: Entry[] = []
  stack.applyToStack({
    add: (middleware: StackMiddleware, position: Position) =>
      entries.push({ middleware, position, relative: false }),
    addRelativeTo: (middleware: StackMiddleware, position: Position) =>
      entries.push({ middleware, position, relative: true }),
  })
  return entries
}

// What the SDK puts on a DynamoDB client's stack.
const namesOfSdk: ReadonlySet<unknown> = new Set([
  ...[
    'loggerMiddleware',
    serializerName,
    'contentLengthMiddleware',
    'getUserAgentMiddleware',
    'hostHeaderMiddleware',
  ],
  ...['recursionDetectionMiddleware', 'retryMiddleware', 'httpSigningMiddleware', deserializerName],
  ...[
    'httpAuthSchemeMiddleware',
    'endpointV2Middleware',
    'schemaSerializerMiddleware',
    'schemaDeserializerMiddleware',
  ],
])

function isOfSdk(entries: readonly Entry[]): boolean {
  return entries.every(({ position }) => namesOfSdk.has(position['name']))
}

const places = ['name', 'step', 'priority', 'relation', 'toMiddleware'] as const

// A command adds new closures on each call, so only their positions are compared.
function sameEntries(known: readonly Entry[], now: readonly Entry[], byMiddleware: boolean): boolean {
  if (known.length !== now.length) return false
  return known.every((entry, index) => {
    const other = now[index]
    if (other === undefined || (byMiddleware && entry.middleware !== other.middleware)) return false
    return places.every((place) => entry.position[place] === other.position[place])
  })
}

// The SDK's stack sorts placeholders, each of which records its own number when it is reached.
function orderOf(entries: readonly Entry[], stack: Stack): number[] {
  const order: number[] = []
  entries.forEach(({ position, relative }, index) => {
    const standIn: StackMiddleware = (next) => {
      order.push(index)
      return next
    }
    const { middleware: _, ...place } = position
    if (relative) stack.addRelativeTo(standIn, place)
    else stack.add(standIn, place)
  })
  stack.resolve(() => Promise.resolve(), {})
  return order
}
