// Does nothing: the launcher has installed the dependencies before it runs a script, and .ci/run wants only that.
console.log(`Node ${process.version}, dependencies as in package-lock.json`);
