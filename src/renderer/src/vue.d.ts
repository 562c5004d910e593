// For the lint only (vue-tsc reads .vue files itself): without it every imported component would be `any`.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<Record<string, unknown>, Record<string, unknown>, unknown>
  export default component
}
