// Theme and the meaning of 100 %: kept by main, applied here.
import { type ComputedRef, type Ref, computed, onScopeDispose, ref, shallowRef, watchEffect } from 'vue'
import type { Settings } from '../../../shared/contract.ts'
import { type Bridge, ask } from '../bridge.ts'
import type { Notices } from './notices.ts'

export interface SettingsState {
  readonly settings: Readonly<Ref<Settings>>
  /** What is on the screen: `system` is resolved. */
  readonly theme: ComputedRef<'light' | 'dark'>
  begin(settings: Settings): void
  change(change: Partial<Settings>): void
}

export function useSettings(bridge: Bridge, notices: Notices): SettingsState {
  const settings = shallowRef<Settings>({ theme: 'system', percentOf: 'core', libraryLimitBytes: null })
  const systemIsDark = useMedia('(prefers-color-scheme: dark)')
  const theme = computed(() => {
    if (settings.value.theme !== 'system') return settings.value.theme
    return systemIsDark.value ? 'dark' : 'light'
  })
  watchEffect(() => {
    document.documentElement.dataset.theme = theme.value
  })
  return {
    settings,
    theme,
    begin: known => (settings.value = known),
    change(change) {
      settings.value = { ...settings.value, ...change }
      void ask(bridge.saveSettings(settings.value)).then(reply => {
        if (!reply.ok) notices.complain(reply.fault)
      })
    }
  }
}

function useMedia(query: string): Ref<boolean> {
  const media = window.matchMedia(query)
  const matches = ref(media.matches)
  const onChange = (): void => {
    matches.value = media.matches
  }
  media.addEventListener('change', onChange)
  onScopeDispose(() => media.removeEventListener('change', onChange))
  return matches
}
