// Sends markers over the channel that child_process.fork gives; says so when there is none.
if (process.send) {
  process.send({ marker: 'first work' })
  process.send({ other: 'not a marker' })
  process.send({ marker: 'work done', value: 42 })
} else console.log('no channel')
