// The experiments' and variants' own titles for the names that stand in recordings. A recording may name an experiment that is
// not in this lab: then its name is all there is to say. Pure.
import { showControls } from '../../../../shared/format.ts'
import type { Experiment } from '../../../../shared/model/experiment.ts'
import type { LibraryRun } from '../../../../shared/model/recording.ts'

export interface LabTitles {
  readonly sayExperiment: (run: LibraryRun) => string | null
  readonly sayVariant: (run: LibraryRun) => string | null
  /** 'os.fork · Do threads use my cores?': what tells it from its neighbours first. Null: it was not a run of the lab. */
  readonly sayPlace: (run: LibraryRun) => string | null
}

export function listTitles(experiments: readonly Experiment[]): LabTitles {
  const byName = new Map(experiments.map(experiment => [experiment.name, experiment]))
  const sayExperiment = ({ experiment }: LibraryRun): string | null => (experiment === null ? null : (byName.get(experiment)?.title ?? showControls(experiment)))
  const sayVariant = ({ experiment, variant }: LibraryRun): string | null => {
    if (variant === null) return null
    return byName.get(experiment ?? '')?.variants.find(({ name }) => name === variant)?.title ?? showControls(variant)
  }
  return {
    ...{ sayExperiment, sayVariant },
    sayPlace: run => {
      const words = [sayVariant(run), sayExperiment(run)].filter(word => word !== null)
      return words.length > 0 ? words.join(' · ') : null
    }
  }
}
