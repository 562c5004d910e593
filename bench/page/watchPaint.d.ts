export declare function watchPaint(startedAtUnixMs: number): void
