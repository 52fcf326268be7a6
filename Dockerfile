# The workers and their command line in one image. It was not built where it was written (no container runtime there):
# test/cli/deploy.test.ts checks its pins and the files that it names, no more.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY dev/build.ts dev/build.ts
COPY src src
RUN node dev/build.ts && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production METRICS_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY src/schemas/avsc src/schemas/avsc
COPY src/db/migrations src/db/migrations
USER node
EXPOSE 9464
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9464/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# A small young generation: half the memory for a few more collections (docs/performance.md).
ENTRYPOINT ["node", "--max-semi-space-size=4", "dist/cli/zulip-workers.js"]
CMD ["run"]
