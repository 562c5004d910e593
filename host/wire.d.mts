// Types of wire.mjs for the tests, which are TypeScript.
export declare function makeWire(): { encode(value: unknown): Uint8Array<ArrayBuffer>; decode(frame: Uint8Array): unknown }
