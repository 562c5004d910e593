// What the lab adds to the environment of its programs, and what must not outlive the experiment.
import type { RunSpec } from '../../../../shared/model/run.ts'

/** lab/README.md: the file to which a program writes its marks. Gone when its run has ended. */
const MARKS_VARIABLE = 'FORKSCOPE_MARKS'

/** To run a program of the lab again by itself: nobody reads its marks any more. */
export function withoutMarks(spec: RunSpec): RunSpec {
  return { ...spec, envAdditions: Object.fromEntries(Object.entries(spec.envAdditions).filter(([name]) => name !== MARKS_VARIABLE)) }
}

/** It was launched by the lab, which keeps what it found in a place of its own. */
export const isOfLab = ({ envAdditions }: RunSpec): boolean => MARKS_VARIABLE in envAdditions
