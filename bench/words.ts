// Figures as words: shares of a core in percent, ratios with ×, always the median and in brackets what the rounds spread.
import type { Spread } from './figures.ts'

export const formatShare = ({ median, least, most }: Spread): string => `${percent(median)} % of a core (${percent(least)} to ${percent(most)})`
export const formatRatio = ({ median, least, most }: Spread): string => `${digits(median)} × (${digits(least)} to ${digits(most)})`
export const formatMicro = (ns: number): string => `${digits(ns / 1e3)} µs`
export const formatMilli = (ns: number): string => `${(ns / 1e6).toFixed(2)} ms`

const percent = (share: number): string => digits(share * 100)
const digits = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : 1)
