// Electron's entry: builds the engine, hands it to the shell.
export {}
