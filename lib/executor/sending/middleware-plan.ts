// The order of a command's middleware, worked out once per client and command class instead of at every call.

type Handler = (args: unknown) => unknown
type Middleware = (next: Handler, context: unknown) => Handler
type Position = Readonly<Record<string, unknown>>

/** The part of the SDK's MiddlewareStack (@smithy/types) that is used here. */
export interface Stack {
  add(middleware: Middleware, position: Position): void
  addRelativeTo(middleware: Middleware, position: Position): void
  applyToStack(stack: object): void
  concat(stack: Stack): Stack
  resolve(handler: Handler, context: unknown): Handler
  identifyOnResolve?(): boolean
}

interface Entry {
  readonly middleware: Middleware
  readonly position: Position
  readonly relative: boolean
}

interface Plan {
  readonly ofClient: readonly Entry[]
  readonly ofCommand: readonly Entry[]
  /** Indexes into both lists, the client's first; innermost middleware first. */
  readonly order: readonly number[]
}

/** Plans by the client's stack and the command's class. */
export type Plans = WeakMap<object, Map<unknown, Plan>>

/**
 * A stand-in for a client's stack, for `command.resolveMiddleware`: what it resolves to is the same chain of the same middleware, made
 * for this call, in the order that the SDK's own stack gives. The order alone is kept, and only while both stacks hold the same entries,
 * so middleware that a user adds or removes later counts at once.
 */
export function plannedStack(client: Stack, Command: unknown, emptyStack: () => Stack, plans: Plans): Stack {
  return Object.create(client, {
    concat: {
      value: (command: Stack): Stack => {
        if (client.identifyOnResolve?.() === true) return client.concat(command)
        const ofClient = entriesOf(client)
        const ofCommand = entriesOf(command)
        const { order } = planOf(plans, client, Command, ofClient, ofCommand, emptyStack)
        const resolve = (handler: Handler, context: unknown): Handler => {
          let chain = handler
          for (const index of order) {
            const entry = index < ofClient.length ? ofClient[index] : ofCommand[index - ofClient.length]
            if (entry !== undefined) chain = entry.middleware(chain, context)
          }
          return chain
        }
        return Object.create(command, { resolve: { value: resolve } })
      },
    },
  })
}

function planOf(
  plans: Plans,
  client: Stack,
  Command: unknown,
  ofClient: readonly Entry[],
  ofCommand: readonly Entry[],
  emptyStack: () => Stack,
): Plan {
  const known = plans.get(client)?.get(Command)
  if (
    known !== undefined &&
    sameEntries(known.ofClient, ofClient, true) &&
    sameEntries(known.ofCommand, ofCommand, false)
  )
    return known
  const plan = { ofClient, ofCommand, order: orderOf([...ofClient, ...ofCommand], emptyStack()) }
  const byCommand = plans.get(client) ?? new Map<unknown, Plan>()
  plans.set(client, byCommand.set(Command, plan))
  return plan
}

// A stack lists what it holds by adding it to another, which is how it is copied (`applyToStack`).
function entriesOf(stack: Stack): Entry[] {
  const entries: Entry[] = []
  stack.applyToStack({
    add: (middleware: Middleware, position: Position) =>
      entries.push({ middleware, position, relative: false }),
    addRelativeTo: (middleware: Middleware, position: Position) =>
      entries.push({ middleware, position, relative: true }),
  })
  return entries
}

const places = ['name', 'step', 'priority', 'relation', 'toMiddleware'] as const

// A command adds closures of its own at each call: there, only the places are compared.
function sameEntries(known: readonly Entry[], now: readonly Entry[], byMiddleware: boolean): boolean {
  if (known.length !== now.length) return false
  return known.every((entry, index) => {
    const other = now[index]
    if (other === undefined || (byMiddleware && entry.middleware !== other.middleware)) return false
    return places.every((place) => entry.position[place] === other.position[place])
  })
}

// The SDK's stack sorts stand-ins, each of which notes its own number when it is reached.
function orderOf(entries: readonly Entry[], stack: Stack): number[] {
  const order: number[] = []
  entries.forEach(({ position, relative }, index) => {
    const standIn: Middleware = (next) => {
      order.push(index)
      return next
    }
    const { middleware: _, ...place } = position
    if (relative) stack.addRelativeTo(standIn, place)
    else stack.add(standIn, place)
  })
  stack.resolve(() => undefined, {})
  return order
}
