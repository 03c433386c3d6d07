// An embedded engine in a process of its own, for programs that are not to hold one: prints its endpoint and ends with its input.
import { startLocal } from 'dyntastic/testing'

const local = await startLocal({ port: 0 })
process.stdout.write(`${local.endpoint}\n`)
process.stdin.resume().on('end', () => local.stop())
