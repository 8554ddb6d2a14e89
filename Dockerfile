FROM node:22.21.1-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY bin bin
COPY tsconfig.json tsconfig.build.json vite.config.ts ./
COPY schema schema
COPY pbx pbx
COPY server server
COPY agent-ui agent-ui
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:22.21.1-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production RINGBACK_HOST=0.0.0.0 RINGBACK_DATA_DIR=/var/lib/ringback
RUN mkdir -p /var/lib/ringback && chown node:node /var/lib/ringback
COPY --from=build --chown=node:node /app /app
USER node
VOLUME /var/lib/ringback
EXPOSE 8480
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD node -e "fetch('http://127.0.0.1:8480/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"
CMD ["node", "bin/ringback.js", "start"]
