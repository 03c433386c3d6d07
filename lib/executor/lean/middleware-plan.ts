// Order of a command's middleware, computed once per client and command class instead of on every call.

import type { ResponseReaders } from '../../entity/text/response-scan.js'
import { attemptsOver } from '../client/first-attempt.js'
import type { Context, Position } from '../client/sdk-client.js'
import { middlewareOrder, type Place, type StackEntry, stackEntries } from './middleware-order.js'
import {
  type BodyConfiguration,
  type BodyState,
  deserializerName,
  newBodyState,
  ownDeserializer,
  ownSerializer,
  serializerName,
} from './own-bodies.js'
import type { OwnSteps } from './own-steps.js'
import type { Stack, StackMiddleware } from './sdk-stack.js'

interface Plan {
  readonly ofClient: readonly StackEntry[]
  readonly ofCommand: readonly StackEntry[]
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

/** What commands of a class are resolved with. */
export interface PlanParts {
  readonly Command: unknown
  emptyStack(): Stack
}

/** Plans by the client's stack and the command's class. */
export type Plans = WeakMap<object, Map<unknown, PlannedStack>>

/** A replacement for a client's stack, for one class of command. */
export interface PlannedStack extends Stack {
  /** How bodies of the command that is being resolved are written and read. */
  bodiesNow: OwnBodies | undefined
  /** What else is done for it in the place of the SDK's middleware. */
  stepsNow: OwnSteps | undefined
}

/**
 * Returns a replacement for a client's stack, for `command.resolveMiddleware`. It resolves to the same chain of the
 * same middleware, created for this call, in the order of the SDK's own stack. Only the order is cached, and only while
 * both stacks hold the same entries, so that middleware added or removed later takes effect immediately. A stack that
 * a tool has put its own methods on, to trace the SDK, is used as it is.
 *
 * With `bodiesNow`, the SDK's serializer and deserializer are wrapped in our own, by their names in the client's stack;
 * with `stepsNow`, so are those that find endpoints and retry.
 */
export function plannedStack(client: Stack, plans: Plans, parts: PlanParts): PlannedStack {
  let byCommand = plans.get(client)
  if (byCommand === undefined) {
    byCommand = new Map()
    plans.set(client, byCommand)
  }
  let planned = byCommand.get(parts.Command)
  if (planned === undefined) {
    planned = newPlannedStack(client, parts)
    byCommand.set(parts.Command, planned)
  }
  return planned
}

function newPlannedStack(client: Stack, { emptyStack, Command }: PlanParts): PlannedStack {
  let plan: Plan | undefined
  let own: Stack['concat'] | undefined
  const planned: PlannedStack = Object.assign(Object.create(client) as Stack, {
    bodiesNow: undefined,
    stepsNow: undefined,
    concat(command: Stack): Stack {
      const { bodiesNow: bodies, stepsNow: steps } = planned
      const { concat } = client
      if (concat !== own && !isOwn(concat)) return client.concat(command)
      own = concat
      if (client.identifyOnResolve?.() === true) return client.concat(command)
      // The middleware of a command is made anew for each call, so only its positions are compared.
      const ofCall: StackMiddleware[] = []
      const isKnown =
        plan !== undefined &&
        holdsEntries(client, plan.ofClient, undefined) &&
        holdsEntries(command, plan.ofCommand, ofCall)
      if (plan === undefined || !isKnown) {
        plan = newPlan(stackEntries(client), stackEntries(command), emptyStack)
        ofCall.splice(0, ofCall.length, ...plan.ofCommand.map(({ middleware }) => middleware))
      }
      return Object.assign(Object.create(command) as Stack, {
        resolve: resolution(plan, ofCall, { bodies, steps, Command }),
      })
    },
  })
  return planned
}

// Tools that trace the SDK replace this method, to look at what it returns. The SDK's own adds one stack to the other.
function isOwn(concat: Stack['concat']): boolean {
  return /\.use\(/.test(Function.prototype.toString.call(concat))
}

/** What takes the place of the SDK's for one command. */
interface Own {
  readonly bodies: OwnBodies | undefined
  readonly steps: OwnSteps | undefined
  readonly Command: unknown
}

const retryName = 'retryMiddleware'
const endpointName = 'endpointV2Middleware'
const signatureName = 'httpSigningMiddleware'

function resolution(
  { order, ofClient, ofCommand, bodies: state }: Plan,
  ofCall: readonly StackMiddleware[],
  { bodies, steps, Command }: Own,
): Stack['resolve'] {
  return (handler, context) => {
    let chain = handler
    for (const index of order) {
      const at = index - ofClient.length
      const { name, middleware: first } = (at < 0 ? ofClient[index] : ofCommand[at]) as StackEntry
      const middleware = at < 0 ? first : (ofCall[at] as StackMiddleware)
      if (state === undefined || bodies === undefined) chain = middleware(chain, context)
      else if (name === serializerName) chain = ownSerializer(middleware, state, chain, context)
      else if (name === deserializerName)
        chain = ownDeserializer(middleware, { state, ...bodies }, chain, context)
      else if (steps !== undefined && name === retryName)
        chain = attemptsOver(steps.attempts, middleware, chain, context as Context)
      else if (steps !== undefined && name === endpointName)
        chain = steps.endpoints.over(middleware, chain, context, Command)
      else if (steps !== undefined && name === signatureName)
        chain = steps.signatures.over(middleware, chain, context)
      else chain = middleware(chain, context)
    }
    return chain
  }
}

/**
 * Whether a stack holds the known entries, in their order. Of a command, only the positions are compared, and the
 * middleware is collected.
 */
function holdsEntries(
  stack: Stack,
  known: readonly StackEntry[],
  collected: StackMiddleware[] | undefined,
): boolean {
  const comparison = new EntryComparison(known, collected)
  stack.applyToStack(comparison)
  return comparison.same && comparison.at === known.length
}

/** Stands for a stack that the entries of another one are added to, and compares them with known ones. */
class EntryComparison {
  readonly known: readonly StackEntry[]
  readonly collected: StackMiddleware[] | undefined
  at = 0
  same = true

  constructor(known: readonly StackEntry[], collected: StackMiddleware[] | undefined) {
    this.known = known
    this.collected = collected
  }

  add(middleware: StackMiddleware, position: Position): void {
    const { collected } = this
    const entry = this.known[this.at++]
    collected?.push(middleware)
    if (this.same)
      this.same =
        entry !== undefined &&
        (collected !== undefined || entry.middleware === middleware) &&
        isAt(entry, position)
  }

  addRelativeTo(middleware: StackMiddleware, position: Position): void {
    this.add(middleware, position)
  }
}

function isAt(entry: StackEntry, { name, step, priority, relation, toMiddleware }: Place): boolean {
  return (
    entry.name === name &&
    entry.step === step &&
    entry.priority === priority &&
    entry.relation === relation &&
    entry.toMiddleware === toMiddleware
  )
}

function newPlan(
  ofClient: readonly StackEntry[],
  ofCommand: readonly StackEntry[],
  emptyStack: () => Stack,
): Plan {
  const order = middlewareOrder([...ofClient, ...ofCommand], emptyStack())
  return { ofClient, ofCommand, order, bodies: isOfSdk(ofClient) ? newBodyState() : undefined }
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
  ...['recursionDetectionMiddleware', retryName, signatureName, deserializerName],
  ...['httpAuthSchemeMiddleware', endpointName, 'schemaSerializerMiddleware', 'schemaDeserializerMiddleware'],
])

function isOfSdk(entries: readonly StackEntry[]): boolean {
  return entries.every(({ name }) => namesOfSdk.has(name))
}
