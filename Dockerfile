# The weekly survey in a container: docs/weekly.md says how to build and run it.
FROM node:24-slim AS build
WORKDIR /src
COPY . .
RUN npm ci && npm pack --pack-destination /tmp

FROM node:24-slim
COPY --from=build /tmp/mxtls-*.tgz /tmp/
RUN npm install --global /tmp/mxtls-*.tgz && rm /tmp/mxtls-*.tgz
# The account of the image, with uid 1000: mxtls needs no rights of root.
USER node
# A folder of the host: domains/, results/ and mxtls.config.json.
VOLUME /survey
WORKDIR /survey
ENTRYPOINT ["mxtls"]
CMD ["scan"]
