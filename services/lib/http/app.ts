import fastifySwagger from '@fastify/swagger';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Log } from '../log.ts';
import { answerClientError } from './client-errors.ts';
import { handleBadAddress, handleError, handleNotFound } from './problems.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';
import { SECURITY_HEADERS, sendSecurityHeaders } from './security-headers.ts';
import { keepToThisMachine } from './this-machine.ts';

export interface HttpAppOptions {
  log: Log;
  title: string;
  description: string;
  maxBodyBytes: number;
  /** A request must have arrived whole within this time. */
  requestTimeoutMs: number;
  /** Sees to it who may come in, before any route is there. Not given: this machine's own programs and pages. */
  guard?: ((app: FastifyInstance) => void | Promise<void>) | undefined;
  /** What an error is answered as, where it is not what it says itself. */
  translate?: ((error: unknown, request: FastifyRequest) => unknown) | undefined;
  /** Whose `X-Forwarded-For` is believed: of all others it is whoever the connection is with that asks. */
  trustedProxies?: readonly string[] | undefined;
}

export type HttpApp = Awaited<ReturnType<typeof createHttpApp>>;

/**
 * An app as all our services have it: zod at the border, every error a problem document, `/openapi.json`, and an id of
 * the request in its log lines and its answer.
 * Register routes in plugins, so that they are in the OpenAPI document.
 */
export async function createHttpApp(options: HttpAppOptions) {
  const app = Fastify({
    loggerInstance: options.log as FastifyInstance['log'],
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: options.maxBodyBytes,
    requestTimeout: options.requestTimeoutMs,
    routerOptions: { maxParamLength: 1_024 },
    forceCloseConnections: true,
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    genReqId: requestIdOf,
    clientErrorHandler: answerClientError,
    // No hook runs for these: what hooks put on every answer is put on here.
    frameworkErrors(error, request, reply) {
      reply.headers({ ...SECURITY_HEADERS, [REQUEST_ID_HEADER]: request.id });
      handleBadAddress(error, request as FastifyRequest, reply as unknown as FastifyReply);
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const { translate = (error) => error } = options;
  app.setErrorHandler((error, request, reply) =>
    handleError(translate(error, request) as FastifyError, request, reply),
  );
  app.setNotFoundHandler(handleNotFound);
  app.addHook('onRequest', async (request, reply) => {
    reply.header(REQUEST_ID_HEADER, request.id);
  });
  sendSecurityHeaders(app);
  if (options.guard) await options.guard(app as unknown as FastifyInstance);
  else keepToThisMachine(app);
  const { title, description } = options;
  await app.register(fastifySwagger, {
    openapi: { openapi: '3.1.0', info: { title, version: '1', description } },
    transform: jsonSchemaTransform,
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  return app;
}
