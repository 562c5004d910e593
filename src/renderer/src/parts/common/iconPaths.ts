// Outlines of the icons, on a field of 16 × 16.

export const iconPaths = {
  launch: 'M3 3l4 5-4 5M8.5 13H13',
  run: 'M2 4h7M2 8h12M2 12h9M11 4h3',
  lab: 'M6 2h4M6.7 2v4.6L2.9 13.5h10.2L9.3 6.6V2M4.9 10h6.2',
  library: 'M2.5 3v10.5M5.5 3v10.5M8.5 3v10.5M11 3.5l3 9.8',
  note: 'M3 2.5h10v8l-3 3H3zM5.5 6h5M5.5 9h3',
  pin: 'M6 2h4l-.5 4.5 2 2.5h-7l2-2.5zM8 9v5',
  back: 'M10 4L6 8l4 4',
  keys: 'M1.5 4.5h13v7h-13zM4 7h.01M6.7 7h.01M9.4 7h.01M12 7h.01M5 9.5h6',
  commands: 'M7 12A5 5 0 107 2a5 5 0 000 10zM10.7 10.7L14 14',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  light: 'M8 10.5a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  dark: 'M13.5 9.5A6 6 0 016.5 2.5a6 6 0 107 7z',
  play: 'M4.5 2.5v11l9-5.5z',
  pause: 'M5 3v10M11 3v10',
  open: 'M6 4l4 4-4 4',
  down: 'M4 6l4 4 4-4',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 10a2 2 0 100-4 2 2 0 000 4z',
  hidden: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM2.5 13.5l11-11',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  up: 'M4 10l4-4 4 4',
  close: 'M4 4l8 8M12 4l-8 8',
  folder: 'M1.5 4v8.5h13V5.5H8L6.5 4z',
  check: 'M3 8.5L6.5 12 13 4.5'
} as const

export type IconName = keyof typeof iconPaths
