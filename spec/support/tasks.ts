// Tasks and notes under index keys of several attributes: with a default, a lossy format, a condition, partial ones,
// and a key that two indexes share.
import { attribute, type CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { array, date, integer, number, optional, set, string } from 'superstruct'

/** Tasks, and notes that can have the same keys, in one table of this name. */
export function tasksAndNotes(name: string, derive: 'read' | 'refuse' = 'read') {
  const table = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
      gsi2: { partition: 'gsi2pk', sort: 'gsi2sk' },
      gsi3: { partition: 'gsi3pk', sort: 'gsi1sk' },
      gsi4: { partition: 'gsi4pk', sort: 'gsi4sk' },
      gsi5: { partition: 'gsi5pk', sort: 'gsi5sk' },
      gsi6: { partition: 'gsi6pk', sort: 'gsi6sk' },
      lsi1: { local: true, sort: 'lsi1sk' },
      inverted: { partition: 'sk', sort: 'pk' },
    },
  })
  const Note = new Entity({
    name: 'Note',
    table,
    attributes: { noteId: string(), text: optional(string()), count: optional(integer()) },
    key: { partition: 'TASK#{noteId}', sort: 'T' },
    indexes: { byText: { index: 'gsi1', partition: 'NOTE#{text}', sort: '{count:3}' } },
  })
  const Task = new Entity({
    name: 'Task',
    table,
    attributes: {
      taskId: string(),
      a: optional(string()),
      b: optional(string()),
      rank: attribute(integer(), { default: 1 }),
      tags: optional(array(string())),
      marks: optional(set(string())),
      due: optional(date()),
      weight: attribute(optional(number()), { name: 'w' }),
      done: optional(string()),
      owner: optional(string()),
      stage: optional(string()),
      place: optional(string()),
      start: optional(date()),
      rest: optional(number()),
    },
    key: { partition: 'TASK#{taskId}', sort: 'T' },
    indexes: {
      ab: { index: 'gsi1', partition: 'A#{a}', sort: '{b}#{rank:5}', derive },
      heavy: {
        index: 'gsi2',
        partition: 'HEAVY',
        sort: '{due:day}#{weight:8.2}',
        when: (item) => (item.weight ?? 0) > 10 && item.done === undefined,
        attributes: ['weight', 'done'],
      },
      owned: { index: 'gsi3', partition: 'OWNER#{owner:lower}' },
      byStage: { index: 'gsi4', partition: 'STAGE#{stage}', sort: '{taskId}' },
      started: { index: 'gsi5', partition: 'STARTED#{place}', sort: 'T#{taskId}#{start:day}', partial: true },
      placed: { index: 'gsi6', partition: 'PLACED#{place}', sort: 'P#{start}#{rest:8.2}', partial: true },
      byRank: { index: 'lsi1', sort: '{rank:5}#{taskId}' },
      bySort: { index: 'inverted' },
    },
  })
  return { Task, Note }
}

/** The tasks alone. */
export function taskEntity(name: string, derive?: 'read' | 'refuse') {
  return tasksAndNotes(name, derive).Task
}

/** Their repository. */
export function tasksOn(name: string, executor: CommandExecutor, derive?: 'read' | 'refuse') {
  return new Repository(taskEntity(name, derive), executor)
}
