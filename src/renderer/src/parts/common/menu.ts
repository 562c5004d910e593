// What stands in a menu: plain data, so that a menu can be listed, tested and worked by keys.

export interface MenuItem {
  readonly kind: 'item'
  readonly id: string
  readonly title: string
  readonly isDangerous?: boolean
  readonly isDisabled?: boolean
}
export interface MenuCheck {
  readonly kind: 'check'
  readonly id: string
  readonly title: string
  readonly isOn: boolean
}
export interface MenuLine {
  readonly kind: 'line'
  readonly id: string
}
export type MenuEntry = MenuItem | MenuCheck | MenuLine
