// Types of build.mjs for the tests, which are TypeScript.
export declare const ROOT: string
export declare function isCheckout(): boolean
export declare function buildIfStale(): boolean
