# Build:  docker build -t talk-bot-balance .
# Run:    see "Docker" in README.md

# --- tools: sqlite3 is compiled where no prebuilt binary of it fits --------------------------------------
FROM node:24-slim AS tools
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

# --- build: TypeScript to dist/ --------------------------------------------------------------------------
FROM tools AS build
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

# --- dependencies: what runs in production, and no more --------------------------------------------------
FROM tools AS dependencies
RUN npm ci --omit=dev --no-audit --no-fund
# A binary that this system cannot load fails the build here, not the bot later.
RUN node --eval "require('sqlite3')"

# --- the image -------------------------------------------------------------------------------------------
FROM node:24-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libjemalloc2 \
 && rm -rf /var/lib/apt/lists/*
# glibc would keep a good part of what a rush had needed, between buffers that live on. jemalloc gives back within a
# second what is free, and keeps little for each thread.
ENV LD_PRELOAD=libjemalloc.so.2 \
    MALLOC_CONF=narenas:1,lg_tcache_max:12,dirty_decay_ms:1000,muzzy_decay_ms:0,background_thread:true \
    NODE_ENV=production \
    STORE_URL=sqlite:///data/talk-bot-balance.sqlite \
    HTTP_PORT=8080
WORKDIR /app
RUN mkdir --mode=0700 /data && chown node:node /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.HTTP_PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# node is process 1 and gets SIGTERM itself; the bot handles it, and starts no child processes that would have
# to be reaped. So `docker run --init` is not needed. It does no harm.
# The flag spares a rush the garbage of answers that are still under way: a tenth more of them a second.
CMD ["node", "--max-semi-space-size=32", "dist/main.js"]
